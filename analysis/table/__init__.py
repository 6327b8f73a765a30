"""What a table is: its columns, files, types on disk, whole or not at all; offsets to file and line."""

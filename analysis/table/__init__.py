"""What a table is: its columns, files, types on disk; offsets to file and line."""

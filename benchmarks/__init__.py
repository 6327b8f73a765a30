"""What is measured, against what: scores and speeds that may move. `make bench` remakes the
scoreboard.
"""

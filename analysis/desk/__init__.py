"""What a person types at: the commands, JupyterLab, the panel, the check."""

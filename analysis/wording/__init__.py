"""Every sentence, label and caption that people are shown, in English and Chinese."""

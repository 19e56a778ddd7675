"""Work over many questions that may be killed and resumed."""

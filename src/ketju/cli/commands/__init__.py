"""The commands, each in the module of its name: ``COMMAND`` declares its arguments and what it does."""

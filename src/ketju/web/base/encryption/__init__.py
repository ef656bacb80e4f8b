"""Personal data in columns are encrypted under data keys, which are encrypted under the keys of the environment."""

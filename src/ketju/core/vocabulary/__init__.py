"""What words mean: field labels, places, dates, data categories, legal forms and more, in every language of lists."""

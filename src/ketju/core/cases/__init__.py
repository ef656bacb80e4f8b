"""Changes as cases: the gates that have to open before an engagement takes effect, for each customer on its own."""

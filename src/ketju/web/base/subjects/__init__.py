"""What concerns whom: each application tells which of its rows concern a customer, a contact or a person."""

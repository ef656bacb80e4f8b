"""Who may do what: processors, memberships, roles, and the policy of each address."""

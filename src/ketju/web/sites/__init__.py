"""Pages by audience: views, templates and addresses. Sites do not import each other."""

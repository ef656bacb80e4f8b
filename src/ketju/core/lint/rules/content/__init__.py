"""What entries say: purposes, data, conditions, roles, and whom they mention."""

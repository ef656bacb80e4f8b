"""The file of terms, ``terms.yaml``: an agreement's document, the house policy, or what a customer has agreed."""

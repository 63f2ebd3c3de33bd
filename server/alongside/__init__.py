"""Alongside: help on online forms, beside the customer, never in their place."""

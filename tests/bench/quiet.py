"""Keeps the server's lines, one a request, out of what a bench prints. Warnings stay."""

import logging

import structlog


def quietly() -> None:
    """To be called before anything is measured."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))

"""Playbooks: what an agent does and says for one task, bound to the live step of the customer's form.

    shapes.py    what a playbook is made of

Pure: text and state come in, playbooks, problems and prompts go out. Knows nothing of files, sockets or Redis.
"""

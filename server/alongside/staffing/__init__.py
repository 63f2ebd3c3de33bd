"""Staffing: how many will come, how many agents that takes, and the service plan that says what is promised.

    erlang.py    waiting, giving up and service level of a queue: Erlang B, C and A
    chat.py      several chats at a time; agents for a target
    arrivals.py  half hours by the clock on the wall, and what came in each
    forecast.py  what will come, from the weeks before, and how far off that has been

Pure. It knows rows of facts and must not know where they are kept.
"""

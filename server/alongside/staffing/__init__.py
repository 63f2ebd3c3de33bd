"""Staffing: how many will come, how many agents that takes, and the service plan that says what is promised.

    erlang.py    waiting, giving up and service level of a queue: Erlang B, C and A
    chat.py      several chats at a time; agents for a target
    arrivals.py  half hours by the clock on the wall, and what came in each
    forecast.py  what will come, from the weeks before, and how far off that has been
    plan.py      the service plan: its versions, hours and agents
    form.py      the plan as a form has it, and what is wrong with what was typed
    known.py     what the sessions say: what came, and how long a session takes
    week.py      a week of half hours: arrivals, agents needed, planned, the gap
    held.py      the plan's promises held against what was
    calculator.py one half hour's numbers, reckoned by Erlang C and by Erlang A

Pure. It knows rows of facts and must not know where they are kept.
"""

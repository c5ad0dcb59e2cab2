"""The workbench of joint allocation: what ports put in, the three plans beside each other, and who may read what.

Ranges become games of `pure/games`; what others may read is decided here once (`others`), in steps too coarse for a
single port.
"""

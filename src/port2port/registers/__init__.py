"""Registers of what members try: AI cameras, and the roll-out of Certified Pick up."""

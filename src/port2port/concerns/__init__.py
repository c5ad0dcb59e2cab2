"""The desk for companies' concerns: sealed before they are kept, read at one desk, answered by a code."""

"""Whether a measure at one port moved what is recorded there, and whether it came back elsewhere.

counts      what a study is given, checked                ratio      the ratio study: changes and their variances
exact       intervals for small counts                    study      the verdict, its reasons and its figures
drift       how much the comparison may have moved        planning   what would be visible, before anything is read
placebo     the same question where nothing happened      crosscheck the intervals by simulation
differences WDD, WDQ and total net effect                 synthetic  synthetic control and difference in differences
finding     the numbers of the sentence                   panel_file a study as a file
panel_model a negative binomial model of all ports, as a check on the ratio study

Counts are incidents a week; A is the target port, B the sum of the others, X the comparison from outside the network.
No words are translated here: reasons and faults are codes.
"""

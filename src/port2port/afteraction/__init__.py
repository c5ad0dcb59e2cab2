"""After an exercise: strengths and improvements, approvals, findings into actions, the sanitised lesson."""

"""Courses: modules and quizzes, who needs which, who has passed; SCORM and statements out."""

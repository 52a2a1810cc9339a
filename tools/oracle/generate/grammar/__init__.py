"""What a revision script can say, one file a subject. Everything here returns Python text."""

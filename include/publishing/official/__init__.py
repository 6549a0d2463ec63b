"""What official papers of a month say, in polite sentences without blame: parts, facts, what is asked, tables."""

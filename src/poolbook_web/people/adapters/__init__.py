"""How allauth is held to the rules of this site. One file each, since a part that is switched off cannot be loaded."""

// Nothing: what is measured is how long a program takes to start and to end.
return 0;

/* Nothing: what is measured is how long a program takes to start and to end. */
int main(void) { return 0; }

/* Invokes a function again and again over one connection and prints each round trip in nanoseconds. */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static const char event[] = "\"Hello World\"";

static long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

/* client PORT PATH COUNT */
int main(int argc, char **argv) {
  if (argc != 4) return 2;
  int count = atoi(argv[3]), on = 1, sock = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1]))};
  inet_pton(AF_INET, "127.0.0.1", &to.sin_addr);
  if (connect(sock, (struct sockaddr *)&to, sizeof to) < 0) return 1;
  setsockopt(sock, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  char request[512], answer[4096];
  int size = snprintf(request, sizeof request, "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %zu\r\n\r\n%s",
                      argv[2], sizeof event - 1, event);
  long long *times = malloc(count * sizeof *times);
  for (int i = 0; i < count; i++) {
    long long begun = now();
    if (send(sock, request, size, 0) != size) return 1;
    int have = 0;
    do {
      int n = recv(sock, answer + have, sizeof answer - have - 1, 0);
      if (n <= 0) return 1;
      have += n;
      answer[have] = 0;
    } while (!strstr(answer, "\r\n\r\n\"Hello World\""));
    times[i] = now() - begun;
  }
  for (int i = 0; i < count; i++) printf("%lld\n", times[i]);
  return 0;
}

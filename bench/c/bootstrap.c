/* The limit: the uppercase function as a C program with nothing but libc. It does what a runtime has to do
 * on each invocation and no more: it trusts the server, which a real one must not. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static int connection;
static char *input, *output;
static size_t capacity = 8192, length;

static void send_all(const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t sent = send(connection, bytes, count, MSG_NOSIGNAL);
    if (sent <= 0) exit(1);
    bytes += sent;
    count -= sent;
  }
}

static void receive_more(void) {
  ssize_t count = recv(connection, input + length, capacity - length, 0);
  if (count <= 0) exit(1);
  length += count;
  input[length] = 0;
}

/* Receives a response and returns its body. */
static char *receive(size_t *body_length) {
  char *end;
  length = 0;
  do receive_more();
  while ((end = strstr(input, "\r\n\r\n")) == NULL);
  size_t head = end - input + 4;
  char *field = strcasestr(input, "\r\nContent-Length:");
  *body_length = field != NULL ? strtoul(field + 17, NULL, 10) : 0;
  if (head + *body_length > capacity) {
    capacity = head + *body_length;
    input = realloc(input, capacity + 1);
    output = realloc(output, capacity + 1024);
  }
  while (length < head + *body_length) receive_more();
  return input + head;
}

/* Computes until this process has used so many milliseconds of processor time. */
static void compute(long milliseconds) {
  struct timespec begun, used;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begun);
  do clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  while ((used.tv_sec - begun.tv_sec) * 1000 + (used.tv_nsec - begun.tv_nsec) / 1000000 < milliseconds);
}

int main(void) {
  const char *api = getenv("AWS_LAMBDA_RUNTIME_API");
  const char *handler = getenv("_HANDLER");
  int busy = handler != NULL && strcmp(handler, "busy") == 0;
  int echo = busy || (handler != NULL && strcmp(handler, "echo") == 0);
  char host[64], next[256], id[128];
  const char *colon = api != NULL ? strchr(api, ':') : NULL;
  if (colon == NULL) return 1;
  memcpy(host, api, colon - api);
  host[colon - api] = 0;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(colon + 1))};
  inet_pton(AF_INET, host, &address.sin_addr);
  connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connect(connection, (struct sockaddr *)&address, sizeof address) < 0) return 1;
  int on = 1;
  setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  input = malloc(capacity + 1);
  output = malloc(capacity + 1024);
  int next_length = snprintf(next, sizeof next,
    "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: %s\r\n\r\n", api);
  for (;;) {
    size_t body_length, ignored;
    send_all(next, next_length);
    char *body = receive(&body_length);
    if (busy) compute(atol(body));
    char *field = strcasestr(input, "\r\nLambda-Runtime-Aws-Request-Id:");
    if (field == NULL || sscanf(field + 32, " %127s", id) != 1) return 1;
    int head = snprintf(output, 1024,
      "POST /2018-06-01/runtime/invocation/%s/response HTTP/1.1\r\nHost: %s\r\n"
      "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n", id, api, body_length);
    if (echo) memcpy(output + head, body, body_length);
    else for (size_t i = 0; i < body_length; i++) {
      char letter = body[i];
      output[head + i] = letter >= 'a' && letter <= 'z' ? letter - 32 : letter;
    }
    send_all(output, head + body_length);
    receive(&ignored);
  }
}

/* Starts a Lambda bootstrap, plays the Runtime API to it, and prints what it measured as one line of JSON.
 *
 *   harness --event FILE [--warm N] -- COMMAND [ARGUMENT...]
 *   harness --until exit -- COMMAND [ARGUMENT...]
 *
 * With --until exit it waits for the end of a program that asks for nothing.
 *
 * It is written in C so that it costs less than what it measures: the clock starts just before the process
 * is spawned and stops when the last byte of the first answer is here. Times are in microseconds, memory is
 * the peak resident set in KiB, as the kernel counts it for the program alone (VmHWM).
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static pid_t child;
static int listener, connection = -1;
static char *input;
static size_t input_capacity, input_length, input_used;
static size_t answer_length;

static void fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fprintf(stderr, "harness: ");
  vfprintf(stderr, format, arguments);
  fprintf(stderr, "\n");
  va_end(arguments);
  if (child > 0) kill(child, SIGKILL);
  exit(1);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e6 + time.tv_nsec / 1e3;
}

/* Waits for input on a descriptor, and gives up when the child is silent for a minute or gone. */
static void await(int descriptor) {
  for (int waited = 0; waited < 60; waited++) {
    struct pollfd wait = {.fd = descriptor, .events = POLLIN};
    int ready = poll(&wait, 1, 1000);
    if (ready > 0) return;
    if (waitpid(child, NULL, WNOHANG) == child) fail("the program ended before it was asked to");
  }
  fail("the program has been silent for a minute");
}

static void receive_more(void) {
  if (input_length == input_capacity) {
    input_capacity *= 2;
    input = realloc(input, input_capacity + 1);
  }
  for (;;) {
    if (connection < 0) {
      await(listener);
      connection = accept(listener, NULL, NULL);
      int on = 1;
      setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    ssize_t count = recv(connection, input + input_length, input_capacity - input_length, MSG_DONTWAIT);
    if (count < 0 && errno == EAGAIN) {
      /* Usually the answer is a moment away: sleeping in recv is cheaper than a poll before each. */
      count = recv(connection, input + input_length, input_capacity - input_length, 0);
      if (count < 0 && errno == EAGAIN) { await(connection); continue; }
    }
    if (count <= 0) {
      close(connection);
      connection = -1;
      if (input_length > 0) fail("the program closed the connection inside a request");
      continue;
    }
    input_length += count;
    input[input_length] = 0;
    return;
  }
}

/* Receives one request and returns the start of its first line; its body is left unread in memory. */
static const char *receive_request(void) {
  memmove(input, input + input_used, input_length - input_used);
  input_length -= input_used;
  input_used = 0;
  char *end;
  while (input_length == 0 || (input[input_length] = 0, end = strstr(input, "\r\n\r\n")) == NULL) receive_more();
  size_t head = end - input + 4, body = 0;
  *end = 0;
  char *length = strcasestr(input, "\r\nContent-Length:");
  char *chunked = strcasestr(input, "\r\nTransfer-Encoding: chunked");
  if (length != NULL) body = strtoul(length + 17, NULL, 10);
  if (chunked != NULL) {
    /* Chunk by chunk, without keeping the data. */
    size_t at = head;
    for (;;) {
      char *line;
      while ((line = memmem(input + at, input_length - at, "\r\n", 2)) == NULL) receive_more();
      size_t size = strtoul(input + at, NULL, 16);
      at = line - input + 2;
      while (input_length < at + size + 2) receive_more();
      at += size + 2;
      body += size;
      if (size == 0) break;
    }
    answer_length = body;
    input_used = at;
    return input;
  }
  while (input_length < head + body) receive_more();
  answer_length = body;
  input_used = head + body;
  return input;
}

static void send_all(const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t sent = send(connection, bytes, count, MSG_NOSIGNAL);
    if (sent < 0) fail("cannot send: %s", strerror(errno));
    bytes += sent;
    count -= sent;
  }
}

static void expect(const char *request, const char *beginning) {
  if (strncmp(request, beginning, strlen(beginning)) != 0)
    fail("expected %s, got %.200s", beginning, request);
}

static long peak_memory(void) {
  char path[64], line[256];
  snprintf(path, sizeof path, "/proc/%d/status", child);
  FILE *status = fopen(path, "r");
  long kib = -1;
  while (status != NULL && fgets(line, sizeof line, status) != NULL)
    if (sscanf(line, "VmHWM: %ld", &kib) == 1) break;
  if (status != NULL) fclose(status);
  return kib;
}

static int time_exit(char **command) {
  int status;
  double start = now();
  if (posix_spawnp(&child, command[0], NULL, NULL, command, environ) != 0) fail("cannot start %s", command[0]);
  waitpid(child, &status, 0);
  double end = now();
  if (status != 0) fail("%s ended with status %d", command[0], status);
  printf("{\"exit\":%.1f}\n", end - start);
  return 0;
}

int main(int count, char **arguments) {
  const char *event_path = NULL, *until = NULL;
  long warm = 0;
  int at = 1;
  for (; at < count && strcmp(arguments[at], "--") != 0; at += 2) {
    if (at + 1 >= count) fail("a value is missing");
    if (strcmp(arguments[at], "--event") == 0) event_path = arguments[at + 1];
    else if (strcmp(arguments[at], "--until") == 0) until = arguments[at + 1];
    else if (strcmp(arguments[at], "--warm") == 0) warm = atol(arguments[at + 1]);
    else fail("unknown option %s", arguments[at]);
  }
  if (until != NULL && strcmp(until, "exit") == 0 && at + 1 < count) return time_exit(arguments + at + 1);
  if (event_path == NULL || at + 1 >= count) fail("usage: harness --event FILE [--warm N] -- COMMAND...");

  FILE *file = fopen(event_path, "rb");
  if (file == NULL) fail("cannot read %s", event_path);
  fseek(file, 0, SEEK_END);
  size_t event_length = ftell(file);
  rewind(file);
  char *next = malloc(event_length + 1024);
  input_capacity = event_length * 2 + 16384;
  input = malloc(input_capacity + 1);
  int head = snprintf(next, 1024,
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
    "Lambda-Runtime-Aws-Request-Id: 8476a536-e9f4-11e8-9739-2dfe598c3fcd\r\n"
    "Lambda-Runtime-Deadline-Ms: 4102444800000\r\n"
    "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:eu-central-1:123456789012:function:bench\r\n"
    "Lambda-Runtime-Trace-Id: Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0\r\n"
    "Date: Thu, 01 Jan 2026 00:00:00 GMT\r\nContent-Length: %zu\r\n\r\n", event_length);
  if (fread(next + head, 1, event_length, file) != event_length) fail("cannot read %s", event_path);
  fclose(file);
  size_t next_length = head + event_length;
  const char accepted[] =
    "HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n{\"status\":\"OK\"}\n";

  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t address_length = sizeof address;
  listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 16) < 0)
    fail("cannot listen: %s", strerror(errno));
  getsockname(listener, (struct sockaddr *)&address, &address_length);
  char runtime_api[64];
  snprintf(runtime_api, sizeof runtime_api, "127.0.0.1:%d", ntohs(address.sin_port));
  setenv("AWS_LAMBDA_RUNTIME_API", runtime_api, 1);

  double start = now();
  if (posix_spawnp(&child, arguments[at + 1], NULL, NULL, arguments + at + 1, environ) != 0)
    fail("cannot start %s", arguments[at + 1]);
  expect(receive_request(), "GET /2018-06-01/runtime/invocation/next ");
  double asked = now();
  send_all(next, next_length);
  expect(receive_request(), "POST /2018-06-01/runtime/invocation/8476a536-e9f4-11e8-9739-2dfe598c3fcd/response ");
  double answered = now();
  size_t first_length = answer_length;
  send_all(accepted, sizeof accepted - 1);
  expect(receive_request(), "GET ");

  double warm_start = now();
  for (long i = 0; i < warm; i++) {
    send_all(next, next_length);
    expect(receive_request(), "POST /2018-06-01/runtime/invocation/8476a536-e9f4-11e8-9739-2dfe598c3fcd/response ");
    send_all(accepted, sizeof accepted - 1);
    expect(receive_request(), "GET ");
  }
  double warm_end = now();
  long memory = peak_memory();
  kill(child, SIGKILL);
  waitpid(child, NULL, 0);
  printf("{\"next\":%.1f,\"first\":%.1f,\"warm\":%.3f,\"memory\":%ld,\"answer\":%zu}\n", asked - start,
         answered - start, warm > 0 ? (warm_end - warm_start) / warm : 0, memory, first_length);
  return 0;
}

// A load generator for WebSocket servers: one thread, epoll, one JSON line about each run on stdout.
//
//   wsload --port 8080 --path /ws -n 1000 -k 64 --people FILE --script FILE --warm 1 --secs 3
//
// N clients log in by the script and are readers all. K of them, spread evenly, write in a closed loop: each sends its
// next message when its own has come back, so that K are always in flight. A message carries the time at which it was
// sent as T= and 16 digits, and every such mark in a received frame is one delivery. Each is expected by N clients (with
// --groups G by N/G); what has not come some seconds after the end is `missing`.
//
// Script: `S text` sends a frame, `W text` waits for a frame that contains it, `E frame => reply` answers a frame equal
// to it, `M text` is the message. In texts {i} is the client's number, {n} counts its messages, {t} is the mark, {m} its
// time alone, {1} and {2} are the words of the client's line in the people file.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

typedef uint8_t u8;
typedef uint32_t u32;
typedef uint64_t u64;

enum { CONNECTING, UPGRADING, LOGGING_IN, READY, DEAD };
enum { LOGINS_AT_ONCE = 64, LOGIN_SECS = 60 };
enum { STEPS = 16, WORDS = 2, TEXT = 4096, READ_SIZE = 1 << 18, FRAME_MAX = 1 << 24, BUCKETS = 64 * 64 };

typedef struct {
  int fd, index, state, step, sender, wants_write;
  u64 messages, outstanding;
  u8 *rest;
  u32 rest_length;
  u8 *out;
  u32 out_length, out_sent;
} Client;

static int port, n = 1, k = 1, groups = 1;
static const char *path = "/", *acks_path, *people_path, *script_path, *headers[8];
static double warm = 1, secs = 3, hold = 0;
static int header_count;

static struct {
  int sends;
  char *text;
} steps[STEPS];
static int step_count;
static char *echo_frame, *echo_reply, *message;
static char **people;
static int people_count;

static Client *clients, *senders[1 << 16];
static int poll_fd, next_client, logging_in, ready, failed, lost, sender_count, measuring, sending, counting;
static u64 last_mark, sent, delivered, expected, acked, refused, last_received;
static u64 measured_sent, measured_delivered, measured_bytes, histogram[BUCKETS], samples, longest;
static FILE *acks;
static u8 buffer[FRAME_MAX + READ_SIZE];

static void die(const char *format, ...) {
  va_list list;
  va_start(list, format);
  fputs("wsload: ", stderr);
  vfprintf(stderr, format, list);
  fputc('\n', stderr);
  exit(2);
}

static u64 now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000ull + t.tv_nsec;
}

// ---- latencies: 64 buckets per power of two

static int bucket(u64 value) {
  if (value < 64) return value;
  int power = 63 - __builtin_clzll(value);
  return (power - 5) * 64 + ((value >> (power - 6)) & 63);
}

static double quantile(double q) {
  u64 wanted = q * samples, seen = 0;
  for (int i = 0; i < BUCKETS; i++) {
    seen += histogram[i];
    if (seen <= wanted) continue;
    if (i < 64) return i / 1e6;
    int power = i / 64 + 5;
    return (((64ull + i % 64) << (power - 6)) + ((1ull << (power - 6)) >> 1)) / 1e6;
  }
  return longest / 1e6;
}

// ---- sending

static void lose(Client *c, const char *why) {
  if (c->state == DEAD) return;
  if (lost + failed < 5) fprintf(stderr, "wsload: client %d lost: %s (%s)\n", c->index, why, strerror(errno));
  if (c->state == READY) ready--, lost++;
  else failed++, logging_in--;
  c->state = DEAD;
  close(c->fd);
}

static void watch(Client *c, int wants_write) {
  if (c->wants_write == wants_write) return;
  c->wants_write = wants_write;
  struct epoll_event event = {.events = EPOLLIN | (wants_write ? EPOLLOUT : 0), .data.ptr = c};
  epoll_ctl(poll_fd, EPOLL_CTL_MOD, c->fd, &event);
}

static void flush_out(Client *c) {
  while (c->out_sent < c->out_length) {
    ssize_t done = send(c->fd, c->out + c->out_sent, c->out_length - c->out_sent, MSG_NOSIGNAL);
    if (done < 0 && errno == EAGAIN) return watch(c, 1);
    if (done < 0) return lose(c, "send");
    c->out_sent += done;
  }
  c->out_length = c->out_sent = 0;
  watch(c, 0);
}

static void put(Client *c, const void *bytes, u32 length) {
  c->out = realloc(c->out, c->out_length + length);
  memcpy(c->out + c->out_length, bytes, length);
  c->out_length += length;
  if (c->out_length == length) flush_out(c);
}

static void send_frame(Client *c, int opcode, const char *text, u32 length) {
  static const u8 mask[4] = {0x37, 0xfa, 0x21, 0x3d};
  u8 frame[TEXT + 8] = {0x80 | opcode, 0x80 | length};
  int head = 2;
  if (length >= 126) {
    frame[1] = 0x80 | 126;
    frame[2] = length >> 8;
    frame[3] = length;
    head = 4;
  }
  memcpy(frame + head, mask, 4);
  for (u32 i = 0; i < length; i++) frame[head + 4 + i] = text[i] ^ mask[i & 3];
  put(c, frame, head + 4 + length);
}

static const char *word(Client *c, int which) {
  return people_count ? people[(c->index % people_count) * WORDS + which] : "";
}

// Fills in the variables; answers the length.
static int expand(char *out, const char *text, Client *c, u64 mark) {
  int length = 0;
  for (; *text; text++) {
    if (length > TEXT - 256) die("a text is too long");
    char name = text[0] == '{' && text[1] && text[2] == '}' ? text[1] : 0;
    char *at = out + length;
    int room = TEXT - length, added = -1;
    if (name == 'i') added = snprintf(at, room, "%d", c->index);
    if (name == 'n') added = snprintf(at, room, "%llu", (unsigned long long)c->messages);
    if (name == 'm') added = snprintf(at, room, "%016llu", (unsigned long long)mark);
    if (name == 't') added = snprintf(at, room, "T=%016llu", (unsigned long long)mark);
    if (name == '1' || name == '2') added = snprintf(at, room, "%s", word(c, name - '1'));
    if (added >= 0) length += added, text += 2;
    else out[length++] = *text;
  }
  return length;
}

static void send_message(Client *c) {
  char text[TEXT];
  u64 mark = now();
  if (mark <= last_mark) mark = last_mark + 1;
  last_mark = c->outstanding = mark;
  int length = expand(text, message, c, mark);
  c->messages++;
  sent++;
  measured_sent += measuring;
  expected += n / groups + (c->index % groups < n % groups);
  send_frame(c, 1, text, length);
}

// ---- receiving

static void go_on(Client *c) {
  char text[TEXT];
  while (c->state == LOGGING_IN && c->step < step_count && steps[c->step].sends) {
    int length = expand(text, steps[c->step++].text, c, 0);
    send_frame(c, 1, text, length);
  }
  if (c->state != LOGGING_IN || c->step < step_count) return;
  c->state = READY;
  logging_in--;
  ready++;
}

static int starts(const u8 *text, u32 length, const char *with) {
  u32 wanted = strlen(with);
  return length >= wanted && !memcmp(text, with, wanted);
}

// {"re":7,"ok":{"seq":12,…}}: keeps which client was promised which seq.
static void note_answer(Client *c, const u8 *text, u32 length) {
  const char *key = "\"ok\":{\"seq\":";
  if (memmem(text, length, "\"refused\"", 9)) refused++;
  u8 *at = memmem(text, length, key, strlen(key));
  if (!at) return;
  acked++;
  if (acks) fprintf(acks, "%d %lu\n", c->index, strtoul((char *)at + strlen(key), 0, 10));
}

static void count_marks(Client *c, const u8 *text, u32 length, u64 time) {
  const u8 *p = text + 1, *end = text + length;
  int mine = 0;
  while (p < end && (p = memchr(p, '=', end - p))) {
    p++;
    if (p[-2] != 'T' || end - p < 16) continue;
    u64 mark = 0;
    while (p < end && *p >= '0' && *p <= '9') mark = mark * 10 + (*p++ - '0');
    delivered++;
    mine |= c->sender && mark == c->outstanding;
    if (!measuring) continue;
    u64 late = time > mark ? time - mark : 0;
    measured_delivered++;
    samples++;
    histogram[bucket(late)]++;
    if (late > longest) longest = late;
  }
  if (mine && sending) send_message(c);
}

static void take_frame(Client *c, const u8 *text, u32 length, u64 time) {
  if (echo_frame && length == strlen(echo_frame) && starts(text, length, echo_frame))
    return send_frame(c, 1, echo_reply, strlen(echo_reply));
  if (c->state == LOGGING_IN) {
    char wanted[TEXT];
    int wanted_length = expand(wanted, steps[c->step].text, c, 0);
    if (!memmem(text, length, wanted, wanted_length)) return;
    c->step++;
    return go_on(c);
  }
  if (!counting) return;
  if (starts(text, length, "{\"re\":")) note_answer(c, text, length);
  else count_marks(c, text, length, time);
}

// Takes whole frames from the front; answers where the first incomplete one begins.
static u8 *take_frames(Client *c, u8 *p, u8 *end, u64 time) {
  while (c->state != DEAD && end - p >= 2) {
    u64 length = p[1] & 127;
    u32 head = 2;
    if (length == 126) {
      if (end - p < 4) break;
      length = p[2] << 8 | p[3];
      head = 4;
    } else if (length == 127) {
      if (end - p < 10) break;
      length = 0;
      for (int i = 2; i < 10; i++) length = length << 8 | p[i];
      head = 10;
      if (length > FRAME_MAX / 2) die("a frame of %llu bytes", (unsigned long long)length);
    }
    if ((u64)(end - p) < head + length) break;
    int opcode = p[0] & 15;
    if (!(p[0] & 0x80)) die("the server sent a frame in parts");
    if (opcode == 8) lose(c, "closed by the server");
    else if (opcode == 9) send_frame(c, 10, (char *)p + head, length);
    else if (opcode == 1 || opcode == 2) take_frame(c, p + head, length, time);
    p += head + length;
  }
  return p;
}

static void receive(Client *c) {
  u32 have = c->rest_length;
  memcpy(buffer, c->rest, have);
  ssize_t got = recv(c->fd, buffer + have, READ_SIZE, 0);
  if (got < 0 && errno == EAGAIN) return;
  if (got <= 0) return lose(c, got ? "recv" : "closed");
  u64 time = last_received = now();
  if (measuring) measured_bytes += got;
  u8 *p = buffer, *end = buffer + have + got;
  if (c->state == UPGRADING) {
    u8 *body = memmem(p, end - p, "\r\n\r\n", 4);
    if (body && memcmp(p + 9, "101", 3)) return lose(c, "the upgrade was refused");
    if (body) {
      p = body + 4;
      c->state = LOGGING_IN;
      go_on(c);
    }
  }
  if (c->state != UPGRADING) p = take_frames(c, p, end, time);
  c->rest_length = end - p;
  c->rest = realloc(c->rest, c->rest_length + 1);
  memcpy(c->rest, p, c->rest_length);
}

// ---- connecting

static void connect_next(void) {
  Client *c = &clients[next_client++];
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int on = 1;
  c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (c->fd < 0) die("socket: %s", strerror(errno));
  setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  logging_in++;
  if (connect(c->fd, (void *)&address, sizeof address) && errno != EINPROGRESS) return lose(c, "connect");
  c->wants_write = 1;
  struct epoll_event event = {.events = EPOLLIN | EPOLLOUT, .data.ptr = c};
  epoll_ctl(poll_fd, EPOLL_CTL_ADD, c->fd, &event);
}

static void upgrade(Client *c) {
  socklen_t size = sizeof errno;
  getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &errno, &size);
  if (errno) return lose(c, "connect");
  char where[TEXT], header[TEXT], request[4 * TEXT];
  where[expand(where, path, c, 0)] = 0;
  int length = snprintf(request, sizeof request,
                        "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n",
                        where, port);
  for (int i = 0; i < header_count; i++) {
    header[expand(header, headers[i], c, 0)] = 0;
    length += snprintf(request + length, sizeof request - length, "%s\r\n", header);
  }
  length += snprintf(request + length, sizeof request - length, "\r\n");
  c->state = UPGRADING;
  watch(c, 0);
  put(c, request, length);
}

static void pump(int milliseconds) {
  static struct epoll_event events[2048];
  int count = epoll_wait(poll_fd, events, 2048, milliseconds);
  for (int i = 0; i < count; i++) {
    Client *c = events[i].data.ptr;
    if (c->state == CONNECTING) {
      upgrade(c);
      continue;
    }
    if (c->state != DEAD && events[i].events & (EPOLLIN | EPOLLERR | EPOLLHUP)) receive(c);
    if (c->state != DEAD && events[i].events & EPOLLOUT) flush_out(c);
  }
}

static void log_in(void) {
  u64 begin = now();
  while (ready + failed < n) {
    while (next_client < n && logging_in < LOGINS_AT_ONCE) connect_next();
    pump(100);
    if (now() - begin > LOGIN_SECS * 1e9) die("login took too long: %d of %d clients are in", ready, n);
    if (failed > 2) die("logins fail");
  }
}

// ---- one run

static void pump_until_quiet(void) {
  u64 begin = last_received = now();
  while (now() - last_received < 0.3 * 1e9 && now() - begin < 30 * 1e9) pump(20);
}

static void measure(void) {
  u64 begin = now(), measured_from = begin;
  counting = sending = 1;
  for (int i = 0; i < sender_count; i++) send_message(senders[i]);
  while (now() - begin < (warm + secs) * 1e9) {
    if (!measuring && now() - begin >= warm * 1e9) {
      measuring = 1;
      measured_from = now();
    }
    pump(20);
  }
  double took = (now() - measured_from) / 1e9;
  measuring = sending = 0;
  u64 end = now();
  while ((delivered < expected || (acks && acked + refused < sent)) && now() - end < 8e9) pump(20);
  printf(
      "{\"messages\":%.1f,\"deliveries\":%.1f,\"p50\":%.4f,\"p99\":%.4f,\"longest\":%.4f,\"megabytes\":%.1f,"
      "\"sent\":%llu,\"acked\":%llu,\"refused\":%llu,\"missing\":%lld,\"lost\":%d}\n",
      measured_sent / took, measured_delivered / took, quantile(.5), quantile(.99), longest / 1e6,
      measured_bytes / took / 1e6, (unsigned long long)sent, (unsigned long long)acked, (unsigned long long)refused,
      (long long)(expected - delivered), lost);
}

static char *slurp(const char *name) {
  FILE *file = fopen(name, "r");
  if (!file) die("cannot open %s", name);
  char *text = calloc(1, 1 << 21);
  if (fread(text, 1, (1 << 21) - 1, file) == (1 << 21) - 1) die("%s is too large", name);
  fclose(file);
  return text;
}

static void read_people(void) {
  people = calloc(1 << 17, sizeof *people);
  for (char *line = strtok(slurp(people_path), "\n"); line && people_count * WORDS < 1 << 17; line = strtok(0, "\n")) {
    char *space = strchr(line, ' ');
    if (space) *space = 0;
    people[people_count * WORDS] = line;
    people[people_count * WORDS + 1] = space ? space + 1 : "";
    people_count++;
  }
}

static void read_script(void) {
  for (char *line = strtok(slurp(script_path), "\n"); line; line = strtok(0, "\n")) {
    char *text = line + 2;
    if (line[0] == 'M') message = text;
    else if (line[0] == 'E') {
      char *arrow = strstr(text, " => ");
      if (!arrow) die("E needs ' => '");
      *arrow = 0;
      echo_frame = text;
      echo_reply = arrow + 4;
    } else {
      if (step_count == STEPS || !strchr("SW", line[0])) die("cannot use this line of the script: %s", line);
      steps[step_count].sends = line[0] == 'S';
      steps[step_count++].text = text;
    }
  }
}

static void read_options(int count, char **values) {
  static const struct option options[] = {{"port", 1, 0, 'p'},   {"path", 1, 0, 'P'},   {"header", 1, 0, 'H'},
                                          {"people", 1, 0, 't'}, {"script", 1, 0, 's'}, {"groups", 1, 0, 'g'},
                                          {"warm", 1, 0, 'w'},   {"secs", 1, 0, 'd'},   {"hold", 1, 0, 'h'},
                                          {"acks", 1, 0, 'a'},   {0}};
  int option;
  while ((option = getopt_long(count, values, "n:k:", options, 0)) != -1) {
    if (option == 'n') n = atoi(optarg);
    else if (option == 'k') k = atoi(optarg);
    else if (option == 'p') port = atoi(optarg);
    else if (option == 'P') path = optarg;
    else if (option == 'H' && header_count < 8) headers[header_count++] = optarg;
    else if (option == 't') people_path = optarg;
    else if (option == 's') script_path = optarg;
    else if (option == 'g') groups = atoi(optarg);
    else if (option == 'w') warm = atof(optarg);
    else if (option == 'd') secs = atof(optarg);
    else if (option == 'h') hold = atof(optarg);
    else if (option == 'a') acks_path = optarg;
    else exit(2);
  }
  if (!port || !script_path || n < 1 || k < 0 || k > n || groups < 1) die("needs --port, --script, and 0 <= k <= n");
}

int main(int count, char **values) {
  struct rlimit files;
  read_options(count, values);
  read_script();
  if (people_path) read_people();
  if (acks_path && !(acks = fopen(acks_path, "w"))) die("cannot write %s", acks_path);
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  poll_fd = epoll_create1(0);
  clients = calloc(n, sizeof *clients);
  for (int i = 0; i < n; i++) clients[i].index = i;
  log_in();
  pump_until_quiet();
  if (hold > 0) {
    // Who started us may look at the server while everybody is connected and nothing happens.
    puts("{\"idle\":true}");
    fflush(stdout);
    for (u64 begin = now(); now() - begin < hold * 1e9;) pump(100);
  }
  for (int i = 0; i < k; i++) {
    senders[i] = &clients[(u64)i * n / k];
    senders[i]->sender = 1;
  }
  sender_count = k;
  if (k && message) measure();
  if (acks) fclose(acks);
  return ready == n ? 0 : 1;
}

// The reference: what a WebSocket server in C reaches that does nothing but hand on. One thread, epoll; every text
// frame goes to every connection, and what arrived in one round of the loop leaves in one send() per connection.
//
//   cref        prints the port of 127.0.0.1 on which it listens
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

typedef uint8_t u8;
typedef uint32_t u32;

enum { CLIENTS = 1 << 14, READ_SIZE = 1 << 16, ROUND_SIZE = 1 << 24 };

typedef struct {
  int fd, upgraded, wants_write;
  u8 *rest;
  u32 rest_length;
  u8 *out;
  u32 out_length, out_sent;
} Client;

static Client *clients[CLIENTS];
static int client_count, poll_fd;
static u8 round_frames[ROUND_SIZE];
static u32 round_length;

// ---- the upgrade

static u32 roll(u32 x, int by) { return x << by | x >> (32 - by); }

static void sha1_block(u32 *state, const u8 *block) {
  u32 w[80], a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
  for (int i = 0; i < 16; i++)
    w[i] = (u32)block[4 * i] << 24 | block[4 * i + 1] << 16 | block[4 * i + 2] << 8 | block[4 * i + 3];
  for (int i = 16; i < 80; i++) w[i] = roll(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
  for (int i = 0; i < 80; i++) {
    u32 f = i < 20 ? (b & c) | (~b & d) : i < 40 || i >= 60 ? b ^ c ^ d : (b & c) | (b & d) | (c & d);
    u32 key = i < 20 ? 0x5A827999 : i < 40 ? 0x6ED9EBA1 : i < 60 ? 0x8F1BBCDC : 0xCA62C1D6;
    u32 next = roll(a, 5) + f + e + key + w[i];
    e = d, d = c, c = roll(b, 30), b = a, a = next;
  }
  state[0] += a, state[1] += b, state[2] += c, state[3] += d, state[4] += e;
}

// The answer to a key of 24 characters: base64 of the SHA-1 of the key and the protocol's own id, 28 characters.
static void accept_key(const u8 *key, char *out) {
  static const char *digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  u8 padded[128] = {0}, hash[21] = {0};
  u32 state[5] = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
  memcpy(padded, key, 24);
  memcpy(padded + 24, "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", 36);
  padded[60] = 0x80;
  padded[126] = 60 * 8 >> 8;
  padded[127] = 60 * 8 & 255;
  sha1_block(state, padded);
  sha1_block(state, padded + 64);
  for (int i = 0; i < 20; i++) hash[i] = state[i / 4] >> (24 - i % 4 * 8);
  for (int i = 0; i < 21; i += 3) {
    u32 three = hash[i] << 16 | hash[i + 1] << 8 | hash[i + 2];
    for (int part = 3; part >= 0; part--) *out++ = digits[three >> (6 * part) & 63];
  }
  out[-1] = '=';
  *out = 0;
}

// ---- connections

static void watch(Client *c, int wants_write) {
  if (c->wants_write == wants_write) return;
  c->wants_write = wants_write;
  struct epoll_event event = {.events = EPOLLIN | (wants_write ? EPOLLOUT : 0), .data.ptr = c};
  epoll_ctl(poll_fd, EPOLL_CTL_MOD, c->fd, &event);
}

static void put(Client *c, const void *bytes, u32 length) {
  if (c->out_length == c->out_sent) {
    c->out_length = c->out_sent = 0;
    ssize_t done = send(c->fd, bytes, length, MSG_NOSIGNAL);
    if (done == (ssize_t)length) return;
    if (done > 0) bytes = (const u8 *)bytes + done, length -= done;
  }
  c->out = realloc(c->out, c->out_length + length);
  memcpy(c->out + c->out_length, bytes, length);
  c->out_length += length;
  watch(c, 1);
}

static void flush_out(Client *c) {
  ssize_t done = send(c->fd, c->out + c->out_sent, c->out_length - c->out_sent, MSG_NOSIGNAL);
  if (done > 0) c->out_sent += done;
  if (c->out_sent < c->out_length) return;
  c->out_length = c->out_sent = 0;
  watch(c, 0);
}

static void drop(Client *c) {
  close(c->fd);
  for (int i = 0; i < client_count; i++)
    if (clients[i] == c) clients[i--] = clients[--client_count];
  free(c->rest);
  free(c->out);
  free(c);
}

static void hand_on(const u8 *text, u32 length) {
  u8 *frame = round_frames + round_length;
  int head = length < 126 ? 2 : 4;
  if (round_length + head + length > ROUND_SIZE) abort();
  frame[0] = 0x81;
  frame[1] = length < 126 ? length : 126;
  if (head == 4) frame[2] = length >> 8, frame[3] = length;
  memcpy(frame + head, text, length);
  round_length += head + length;
}

static void broadcast(void) {
  for (int i = 0; i < client_count; i++)
    if (clients[i]->upgraded) put(clients[i], round_frames, round_length);
  round_length = 0;
}

static u8 *upgrade(Client *c, u8 *request, u32 length) {
  u8 *end = memmem(request, length, "\r\n\r\n", 4), *key = memmem(request, length, "Sec-WebSocket-Key: ", 19);
  char accepted[32], answer[256];
  if (!end || !key) return request;
  accept_key(key + 19, accepted);
  int size = snprintf(answer, sizeof answer,
                      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                      "Sec-WebSocket-Accept: %s\r\n\r\n",
                      accepted);
  put(c, answer, size);
  c->upgraded = 1;
  return end + 4;
}

static u8 *take_frames(u8 *p, u8 *end) {
  while (end - p >= 6) {
    u32 length = p[1] & 127, head = 2;
    if (length == 126) length = p[2] << 8 | p[3], head = 4;
    if ((u32)(end - p) < head + 4 + length) break;
    u8 *mask = p + head, *text = mask + 4;
    for (u32 i = 0; i < length; i++) text[i] ^= mask[i & 3];
    if ((p[0] & 15) == 1) hand_on(text, length);
    p = text + length;
  }
  return p;
}

static void receive(Client *c) {
  static u8 buffer[2 * READ_SIZE];
  if (c->rest_length > READ_SIZE) abort();
  memcpy(buffer, c->rest, c->rest_length);
  ssize_t got = recv(c->fd, buffer + c->rest_length, READ_SIZE, 0);
  if (got < 0 && errno == EAGAIN) return;
  if (got <= 0) return drop(c);
  u8 *p = buffer, *end = buffer + c->rest_length + got;
  if (!c->upgraded) p = upgrade(c, p, end - p);
  if (c->upgraded) p = take_frames(p, end);
  c->rest_length = end - p;
  c->rest = realloc(c->rest, c->rest_length + 1);
  memcpy(c->rest, p, c->rest_length);
}

static void accept_all(int listener) {
  int fd, on = 1;
  while (client_count < CLIENTS && (fd = accept4(listener, 0, 0, SOCK_NONBLOCK)) >= 0) {
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    Client *c = calloc(1, sizeof *c);
    c->fd = fd;
    clients[client_count++] = c;
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
    epoll_ctl(poll_fd, EPOLL_CTL_ADD, fd, &event);
  }
}

static int listen_somewhere(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (bind(listener, (void *)&address, size) || listen(listener, 4096)) {
    perror("cref");
    exit(1);
  }
  getsockname(listener, (void *)&address, &size);
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  return listener;
}

int main(void) {
  static struct epoll_event events[1024];
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  int listener = listen_somewhere();
  poll_fd = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = 0};
  epoll_ctl(poll_fd, EPOLL_CTL_ADD, listener, &event);
  for (;;) {
    int count = epoll_wait(poll_fd, events, 1024, -1);
    for (int i = 0; i < count; i++) {
      Client *c = events[i].data.ptr;
      if (!c) {
        accept_all(listener);
        continue;
      }
      if (events[i].events & EPOLLOUT) flush_out(c);
      if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) receive(c);
    }
    if (round_length) broadcast();
  }
}

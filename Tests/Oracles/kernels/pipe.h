/* pipe.h: connects a kernel with `derive judge DIR --exec ./kernel`. A case is one line of JSON on standard input, the
   answer one line on standard output; matrices are nested by rows there and flat here. For one source file. */
#ifndef PIPE_H
#define PIPE_H
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *pipe_line;                          /* the case */
static int pipe_members = -1;                    /* of the answer so far; -1 before the first case */

static void pipe_fail(const char *reason, const char *name) {
  fprintf(stderr, "pipe: %s %s\n", reason, name);
  exit(2);
}

/* Behind the JSON value at s. */
static const char *pipe_skip(const char *s) {
  for (int depth = 0; *s; s++) {
    if (*s == '"') {
      for (s++; *s && *s != '"'; s++) s += *s == '\\' && s[1];
      if (!*s) break;
    } else if (*s == '[' || *s == '{') {
      depth++;
    } else if (*s == ']' || *s == '}' || *s == ',') {
      if (depth == 0) return s;
      depth -= *s != ',';
    }
  }
  pipe_fail("no JSON:", pipe_line);
  return s;
}

/* The value of a member of the JSON object at s; NULL if it has none of that name. */
static const char *pipe_find(const char *s, const char *name) {
  size_t length = strlen(name);
  for (s += *s == '{', s += strspn(s, " "); *s == '"'; s += 1 + strspn(s + 1, " ")) {
    const char *key = s + 1, *value = strchr(key, ':');
    if (!value) break;
    value += 1 + strspn(value + 1, " ");
    if (strncmp(key, name, length) == 0 && key[length] == '"') return value;
    s = pipe_skip(value);
    if (*s != ',') return NULL;
  }
  if (*s != '}') pipe_fail("no JSON:", pipe_line);
  return NULL;
}

static const char *pipe_member(const char *name) {
  const char *value = pipe_find(pipe_line, name);
  if (!value) pipe_fail("the case has no", name);
  return value;
}

/* Room for numbers under a name. It is kept for the next case and not cleared, like a training loop's. */
static float *pipe_buffer(const char *name, size_t count) {
  static struct { const char *name; float *numbers; size_t room; } buffers[64];
  int k = 0;
  while (k < 63 && buffers[k].name && strcmp(buffers[k].name, name)) k++;
  buffers[k].name = name;
  if (count > buffers[k].room) {
    float *numbers = calloc(count, sizeof(float));
    if (!numbers || k == 63) pipe_fail("no room for", name);
    free(buffers[k].numbers);
    buffers[k].numbers = numbers;
    buffers[k].room = count;
  }
  return buffers[k].numbers;
}

/* Finishes the last answer and reads the next case; 0 at the end. */
static int pipe_next(void) {
  static size_t room;
  size_t used = 0;
  if (pipe_members >= 0) puts("}");
  fflush(stdout);
  for (int c; (c = getchar()) != EOF && c != '\n';) {
    if (used + 2 > room && !(pipe_line = realloc(pipe_line, room = 2 * room + 4096))) pipe_fail("no room for", "a line");
    pipe_line[used++] = (char)c;
  }
  if (used == 0) return 0;
  pipe_line[used] = 0;
  pipe_members = 0;
  putchar('{');
  return 1;
}

/* A size, m = 6. A case lacks the sizes and the inputs on which its claim does not depend: they are 1 here. */
static int pipe_size(const char *name) {
  const char *value = pipe_find(pipe_member("sizes"), name);
  return value ? atoi(value) : 1;
}

/* An input of so many numbers, by rows. */
static float *pipe_input(const char *name, int count) {
  float *numbers = pipe_buffer(name, count);
  const char *s = pipe_find(pipe_member("inputs"), name), *end = s ? pipe_skip(s) : s;
  int found = 0;
  while (!s && found < count) numbers[found++] = 1;
  while (s && (s += strspn(s, "[], ")) < end) {
    char *next;
    float number = strtof(s, &next);
    if (next == s) pipe_fail("no number in", name);
    if (found < count) numbers[found] = number;
    found++;
    s = next;
  }
  if (found != count) pipe_fail("another number of entries is expected in", name);
  return numbers;
}

/* Nine digits tell every float. */
static void pipe_print(float number) {
  if (isnan(number)) fputs("NaN", stdout);
  else if (isinf(number)) fputs(number > 0 ? "Infinity" : "-Infinity", stdout);
  else printf("%.9g", number);
}

/* Whether the claim is asked for; then its name is written. */
static int pipe_asks(const char *claim) {
  const char *asked = pipe_member("claim") + 1;
  size_t length = strlen(claim);
  if (strncmp(asked, claim, length) || asked[length] != '"') return 0;
  printf("%s\"%s\":", pipe_members++ ? "," : "", claim);
  return 1;
}

static void pipe_row(const float *numbers, int count) {
  for (int k = 0; k < count; k++) putchar(k ? ',' : '['), pipe_print(numbers[k]);
  putchar(']');
}

/* An answer: a number, a vector, a matrix by rows. It is written if it is asked for. */
static inline void pipe_number(const char *claim, float number) {
  if (pipe_asks(claim)) pipe_print(number);
}

static inline void pipe_vector(const char *claim, const float *numbers, int count) {
  if (pipe_asks(claim)) pipe_row(numbers, count);
}

static inline void pipe_matrix(const char *claim, const float *numbers, int rows, int columns) {
  if (!pipe_asks(claim)) return;
  for (int i = 0; i < rows; i++) putchar(i ? ',' : '['), pipe_row(numbers + i * columns, columns);
  putchar(']');
}
#endif

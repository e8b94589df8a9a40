/* One hidden layer, one example at a time, tuned: N0, N1, N2 are compiled in, nothing is aliased, and the weights of the
   hidden layer are read and written once per example. A row that has got its update for example e is still in the
   registers when it is multiplied by example e + 1: ROWS rows at a time, so that an example is loaded once for them all.
   In the layer above, the pass that sends the deltas back also updates. */
#include <math.h>

#define ROWS 4

static inline real sigmoid(real z) { return 1 / (1 + exp(-z)); }

/* w[r] += move[r] * x, and z[r] = w[r] . next, for `rows` rows */
static inline __attribute__((always_inline)) void pass(int rows, real *restrict w, const real *restrict move,
                                                       const real *restrict x, const real *restrict next,
                                                       real *restrict z)
{
    real sum[ROWS] = {0};
    for (int j = 0; j < N0; j++)
        for (int r = 0; r < rows; r++) {
            real moved = w[r * N0 + j] + move[r] * x[j];
            w[r * N0 + j] = moved;
            sum[r] += moved * next[j];
        }
    for (int r = 0; r < rows; r++)
        z[r] = sum[r];
}

void train(real *restrict w1, real *restrict b1, real *restrict w2, real *restrict b2, const real *restrict x,
           const real *restrict t, long count, real alpha)
{
    real a[N1], z[N1], below[N1], move[N1] = {0};
    for (long e = 0; e <= count; e++) { /* e: the example that goes forwards; e - 1: the one that hidden rows learn */
        const real *last = x + (e ? e - 1 : 0) * N0, *next = x + (e < count ? e : count - 1) * N0;
        int k = 0;
        for (; k + ROWS <= N1; k += ROWS)
            pass(ROWS, w1 + k * N0, move + k, last, next, z + k);
        for (; k < N1; k++)
            pass(1, w1 + k * N0, move + k, last, next, z + k);
        for (int j = 0; j < N1; j++)
            b1[j] += move[j];
        if (e == count)
            break;
        for (int j = 0; j < N1; j++) {
            a[j] = sigmoid(z[j] + b1[j]);
            below[j] = 0;
        }
        for (int o = 0; o < N2; o++) {
            real *restrict row = w2 + o * N1;
            real y = b2[o];
            for (int j = 0; j < N1; j++)
                y += row[j] * a[j];
            y = sigmoid(y);
            real delta = y * (1 - y) * (t[e * N2 + o] - y);
            for (int j = 0; j < N1; j++) {
                below[j] += delta * row[j]; /* with the old weight */
                row[j] += alpha * delta * a[j];
            }
            b2[o] += alpha * delta;
        }
        for (int j = 0; j < N1; j++)
            move[j] = alpha * a[j] * (1 - a[j]) * below[j];
    }
}

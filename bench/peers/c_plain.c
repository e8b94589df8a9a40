/* The rule in plain C: nested loops, an array per layer, for batches of any size and networks of any depth. */
#include <math.h>
#include <stdlib.h>

/* n[0..layers]: nodes per layer. w[l]: n[l+1] rows of n[l]. x: count rows of n[0]; t: count rows of n[layers]. */
void train(int layers, const int *n, real **w, real **b, real *x, const real *t, long count, int batch, real alpha)
{
    real **a = malloc((layers + 1) * sizeof *a);
    real **delta = malloc((layers + 1) * sizeof *delta);
    for (int l = 1; l <= layers; l++) {
        a[l] = malloc(sizeof(real) * batch * n[l]);
        delta[l] = malloc(sizeof(real) * batch * n[l]);
    }
    for (long start = 0; start < count; start += batch) {
        a[0] = x + start * n[0];
        for (int l = 0; l < layers; l++)
            for (int e = 0; e < batch; e++)
                for (int k = 0; k < n[l + 1]; k++) {
                    real z = b[l][k];
                    for (int j = 0; j < n[l]; j++)
                        z += w[l][k * n[l] + j] * a[l][e * n[l] + j];
                    a[l + 1][e * n[l + 1] + k] = 1 / (1 + exp(-z));
                }
        for (int i = 0; i < batch * n[layers]; i++) {
            real y = a[layers][i];
            delta[layers][i] = y * (1 - y) * (t[start * n[layers] + i] - y);
        }
        for (int l = layers - 1; l > 0; l--)
            for (int e = 0; e < batch; e++) {
                real *below = delta[l] + e * n[l];
                for (int j = 0; j < n[l]; j++)
                    below[j] = 0;
                for (int k = 0; k < n[l + 1]; k++)
                    for (int j = 0; j < n[l]; j++)
                        below[j] += delta[l + 1][e * n[l + 1] + k] * w[l][k * n[l] + j];
                for (int j = 0; j < n[l]; j++)
                    below[j] *= a[l][e * n[l] + j] * (1 - a[l][e * n[l] + j]);
            }
        for (int l = 0; l < layers; l++)
            for (int k = 0; k < n[l + 1]; k++)
                for (int e = 0; e < batch; e++) {
                    real move = alpha * delta[l + 1][e * n[l + 1] + k];
                    for (int j = 0; j < n[l]; j++)
                        w[l][k * n[l] + j] += move * a[l][e * n[l] + j];
                    b[l][k] += move;
                }
    }
    for (int l = 1; l <= layers; l++) {
        free(a[l]);
        free(delta[l]);
    }
    free(a);
    free(delta);
}

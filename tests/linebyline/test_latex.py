"""What formulas and tables look like."""

import pytest
from sympy import Add, Derivative, Rational, Sum, exp

from book.notation import Y, a, alpha, delta_h, delta_o, epsilon, h, i, k, o, sigma, t, v, w, x, y, z
from linebyline.display import Table, Tex
from linebyline.latex import latex

CASES = {
    r"-2 \left(t_{o} - y_{o}\right) y_{o} \left(1 - y_{o}\right) a_{h}": -2 * (t[o] - y[o]) * y[o] * (1 - y[o]) * a[h],
    r"\frac{\partial \varepsilon}{\partial w_{o,h}}": Derivative(epsilon, w[o, h]),
    r"\frac{\partial}{\partial v_{h,i}}\left[w_{o,h} a_{h}\right]": Derivative(w[o, h] * a[h], v[h, i]),
    r"w_{o,h} + \alpha \delta_{o} a_{h}": w[o, h] + alpha * delta_o[o] * a[h],
    r"v_{h,i} - \frac{\alpha}{2} \frac{\partial \varepsilon}{\partial v_{h,i}}": v[h, i]
    - alpha / 2 * Derivative(epsilon, v[h, i]),
    r"-2 \delta_{h} x_{i}": -2 * delta_h[h] * x[i],
    r"a_{h} \left(1 - a_{h}\right) \sum_{k=1}^{Y} \delta_{k} w_{k,h}": a[h]
    * (1 - a[h])
    * Sum(delta_o[k] * w[k, h], (k, 1, Y)),
    r"\left(\sum_{k=1}^{Y} t_{k}\right) \sum_{k=1}^{Y} y_{k}": Sum(t[k], (k, 1, Y)) * Sum(y[k], (k, 1, Y)),
    r"\sum_{k=1}^{Y} \left(t_{k} - y_{k}\right)": Sum(t[k] - y[k], (k, 1, Y)),
    r"\frac{1 + e^{-z} - 1}{\left(1 + e^{-z}\right)^{2}}": Add(1, exp(-z), -1, evaluate=False) / (1 + exp(-z)) ** 2,
    r"\sigma(z) \left(1 - \sigma(z)\right)": sigma(z) * (1 - sigma(z)),
    r"1 - \frac{t_{o} y_{o}}{3}": 1 - t[o] * y[o] / 3,
    r"\frac{1}{2}": Rational(1, 2),
    r"t_{o} - \left(y_{o} - a_{h}\right)": Add(t[o], -(y[o] - a[h]), evaluate=False),
    r"-\frac{1}{2} \frac{\partial \varepsilon}{\partial w_{o,h}}": -Derivative(epsilon, w[o, h]) / 2,
}


@pytest.mark.parametrize("tex, expression", CASES.items())
def test_formulas_read_from_the_error_backwards(tex, expression):
    assert latex(expression) == tex


def test_a_table_escapes_text_and_typesets_formulas():
    html = Table(["a<b"], [[Tex("x<y")], [y[o]], [("E01", "page.html#E01")], ["<i>"]])._repr_html_()
    assert "a&lt;b" in html and r"\(x&lt;y\)" in html and r"\(y_{o}\)" in html
    assert '<a href="page.html#E01">E01</a>' in html and "&lt;i&gt;" in html

"""What readers may type as the next line of the derivative of the loss by an output weight."""

CELLS = [
    "from sympy import Derivative, Sum\nfrom book.notation import *\nfrom linebyline import *\nstart()",
    "d = Derivation(Derivative(epsilon, w[o, h]), {o: (1, Y), h: (1, H)})\n"
    'd.step("the loss is the sum of squared errors", unfolding(epsilon))\n'
    'd.step("the derivative of a sum is the sum of the derivatives", sum_rule)\n'
    'd.step("only output o depends on this weight", only_dependent_term)\n'
    "d",
]

#: the same line in other algebraic forms: each is proved
RIGHT = [
    "Sum(Derivative((t[k] - y[k])**2, w[o, h]), (k, 1, Y))",
    "Derivative((t[o] - y[o])**2, w[o, h])",
    "2*(t[o] - y[o])*Derivative(t[o] - y[o], w[o, h])",
    "-2*(t[o] - y[o])*Derivative(y[o], w[o, h])",
    "2*(y[o] - t[o])*Derivative(y[o], w[o, h])",
    "-2*(t[o] - y[o])*y[o]*(1 - y[o])*Derivative(z_o[o], w[o, h])",
    "-2*(t[o] - y[o])*y[o]*(1 - y[o])*a[h]",
    "2*(y[o] - t[o])*y[o]*(1 - y[o])*a[h]",
    "-2*delta_o[o]*a[h]",
    "2*a[h]*(y[o]**2 - y[o]**3 - t[o]*y[o] + t[o]*y[o]**2)",
    "-2*(t[o]*y[o] - y[o]**2)*(1 - y[o])*a[h]",
    "-(t[o] - y[o])*y[o]*(1 - y[o])*a[h] - delta_o[o]*a[h]",
    "-2*(t[o] - y[o])*sigma(z_o[o])*(1 - sigma(z_o[o]))*a[h]",
    "-2*(t[o] - y[o])*Derivative(sigma(z_o[o]), w[o, h])",
    "Sum(-2*(t[k] - y[k])*Derivative(y[k], w[o, h]), (k, 1, Y))",
    "a[h]*Sum(-2*delta_o[k]*KroneckerDelta(k, o), (k, 1, Y))",
    "-2*delta_o[o]*sigma(z_h[h])",
    "total(lambda k: Derivative((t[k] - y[k])**2, w[o, h]), Y)",
    "Derivative(total(lambda k: (y[k] - t[k])**2, Y), w[o, h])",
    "-4*delta_o[o]*a[h]/2",
    "unfolding(epsilon)",
]

#: slightly wrong: each is refuted, with numbers
WRONG = [
    "2*(t[o] - y[o])*Derivative(y[o], w[o, h])",
    "-(t[o] - y[o])*Derivative(y[o], w[o, h])",
    "2*delta_o[o]*a[h]",
    "-delta_o[o]*a[h]",
    "-2*delta_o[o]",
    "-2*delta_o[o]*x[1]",
    "-2*delta_o[o]*a[h]*w[o, h]",
    "-2*(t[o] - y[o])*y[o]*a[h]",
    "-2*(t[o] - y[o])*(1 - y[o])*a[h]",
    "-2*(t[o] - y[o])*y[o]*(1 + y[o])*a[h]",
    "-2*(t[o] + y[o])*y[o]*(1 - y[o])*a[h]",
    "-2*(t[o] - y[o])**2*y[o]*(1 - y[o])*a[h]",
    "-2*(t[o] - y[o])*y[o]**2*(1 - y[o])*a[h]",
    "-2*(t[o] - y[o])*a[h]*(1 - a[h])*a[h]",
    "-2*(t[o] - y[o])*y[o]*(1 - y[o])*z_h[h]",
    "Sum(-2*delta_o[k], (k, 1, Y))*a[h]",
    "-2*delta_o[o]*Sum(a[j], (j, 1, H))",
    "Derivative((t[o] - a[h])**2, w[o, h])",
    "Derivative((t[o] - y[o])**3, w[o, h])",
    "0",
    "1",
]

#: no lines at all, or lines that would run or grow without end: each is refused politely, and Python goes on
HOSTILE = [
    "",
    "   ",
    "__import__('os').listdir('/')",
    "().__class__.__base__.__subclasses__()",
    "open('/book/book/notation.py')",
    "exec('1')",
    "eval('1')",
    "9**9**9**9",
    "10**10**10",
    "2**64**64**64",
    "'a'*10**9",
    "(" * 900 + ")" * 900,
    "-" * 1500 + "1",
    "[" * 60 + "]" * 60,
    "t[o]" + "*t[o]" * 600,
    "while True: pass",
    "(lambda f: f(f))(lambda f: f(f))",
    "[t[o] for k in range(10**9)]",
    "f'{t[o]}'",
    "(t := y[o])",
    "t[o].__class__",
    "w[o]",
    "w[o, h, 1]",
    "y(o)",
    "1/0",
    "Derivative(y[o], 3)",
    "Sum(t[k], (k, 1, 10**9))",
    "(t[o] + y[o] + a[h] + w[o, h])**64",
    "exp(exp(exp(exp(exp(exp(t[o]))))))",
    "import os",
    "unknown[o]",
    "\x00",
    "t[o] t[o]",
    "<img src=x onerror=alert(1)>",
]

// Written by `python -m book.live_figures` from the book's definitions. Do not edit.
window.sgd = {
start: {"network": {"x": [0.8, 0.5], "t": [0.9], "v": [[0.5, -0.4], [0.9, 0.6]], "w": [[0.7, -0.3]], "alpha": 0.5}, "slope": {"z": 1.0}, "downhill": {"x": [1.0], "t": [0.5], "v": [[3.0]], "w": [[-1.5]], "alpha": 20.0}, "xor": {"x": [[0, 0], [0, 1], [1, 0], [1, 1]], "t": [[0], [1], [1], [0]], "w": [[[0.35, 0.82], [0.33, -1.3]], [[0.91, 0.45]]], "b": [[-0.54, 0.58], [0.36]], "alpha": 1, "epochs": 1000}, "hasty": {"x": [0.05, 0.1], "t": [0.01, 0.99], "w": [[[0.15, 0.2], [0.25, 0.3]], [[0.4, 0.45], [0.5, 0.55]]], "b": [[0.35, 0.35], [0.6, 0.6]], "alpha": 0.5}},
formulas: {"network": {"epsilon": [{"left": "epsilon", "right": ["^", ["+", "t[1]", ["-", "y[1]"]], 2], "value": "loss"}], "a[1]": [{"left": "a[1]", "right": ["σ", ["+", ["*", "v[1, 1]", "x[1]"], ["*", "v[1, 2]", "x[2]"]]], "value": "a[1]"}, {"left": "delta_h[1]", "right": ["*", "delta_o[1]", "w[1, 1]", "a[1]", ["+", 1, ["-", "a[1]"]]], "value": "delta_h[1]"}], "a[2]": [{"left": "a[2]", "right": ["σ", ["+", ["*", "v[2, 1]", "x[1]"], ["*", "v[2, 2]", "x[2]"]]], "value": "a[2]"}, {"left": "delta_h[2]", "right": ["*", "delta_o[1]", "w[1, 2]", "a[2]", ["+", 1, ["-", "a[2]"]]], "value": "delta_h[2]"}], "y[1]": [{"left": "y[1]", "right": ["σ", ["+", ["*", "w[1, 1]", "a[1]"], ["*", "w[1, 2]", "a[2]"]]], "value": "y[1]"}, {"left": "delta_o[1]", "right": ["*", ["+", "t[1]", ["-", "y[1]"]], "y[1]", ["+", 1, ["-", "y[1]"]]], "value": "delta_o[1]"}], "v[1, 1]": [{"left": ["∂", "v[1, 1]"], "right": ["*", -2, "delta_h[1]", "x[1]"], "value": "gradient_v[1, 1]"}, {"left": ["new", "v[1, 1]"], "right": ["+", "v[1, 1]", ["*", "alpha", "delta_h[1]", "x[1]"]], "value": "new_v[1, 1]"}], "v[1, 2]": [{"left": ["∂", "v[1, 2]"], "right": ["*", -2, "delta_h[1]", "x[2]"], "value": "gradient_v[1, 2]"}, {"left": ["new", "v[1, 2]"], "right": ["+", "v[1, 2]", ["*", "alpha", "delta_h[1]", "x[2]"]], "value": "new_v[1, 2]"}], "v[2, 1]": [{"left": ["∂", "v[2, 1]"], "right": ["*", -2, "delta_h[2]", "x[1]"], "value": "gradient_v[2, 1]"}, {"left": ["new", "v[2, 1]"], "right": ["+", "v[2, 1]", ["*", "alpha", "delta_h[2]", "x[1]"]], "value": "new_v[2, 1]"}], "v[2, 2]": [{"left": ["∂", "v[2, 2]"], "right": ["*", -2, "delta_h[2]", "x[2]"], "value": "gradient_v[2, 2]"}, {"left": ["new", "v[2, 2]"], "right": ["+", "v[2, 2]", ["*", "alpha", "delta_h[2]", "x[2]"]], "value": "new_v[2, 2]"}], "w[1, 1]": [{"left": ["∂", "w[1, 1]"], "right": ["*", -2, "delta_o[1]", "a[1]"], "value": "gradient_w[1, 1]"}, {"left": ["new", "w[1, 1]"], "right": ["+", "w[1, 1]", ["*", "alpha", "delta_o[1]", "a[1]"]], "value": "new_w[1, 1]"}], "w[1, 2]": [{"left": ["∂", "w[1, 2]"], "right": ["*", -2, "delta_o[1]", "a[2]"], "value": "gradient_w[1, 2]"}, {"left": ["new", "w[1, 2]"], "right": ["+", "w[1, 2]", ["*", "alpha", "delta_o[1]", "a[2]"]], "value": "new_w[1, 2]"}]}, "slope": {"left": "slope", "right": ["*", "a", ["+", 1, ["-", "a"]]], "value": "slope"}},
arithmetic: {
  network({ alpha, t, v, w, x }) {
    const s0 = 1/(1 + Math.exp(-(v[0][0]*x[0] + v[0][1]*x[1])));
    const s1 = 1/(1 + Math.exp(-(v[1][0]*x[0] + v[1][1]*x[1])));
    const s2 = s0*w[0][0];
    const s3 = s1*w[0][1];
    const s4 = 1/(1 + Math.exp(-(s2 + s3)));
    const s5 = -s4;
    const s6 = s5 + t[0];
    const s7 = s4*s6*(s5 + 1);
    const s8 = s2*(1 - s0);
    const s9 = s3*(1 - s1);
    const s10 = 2*s7;
    const s11 = s10*s8;
    const s12 = s10*s9;
    const s13 = alpha*s7;
    const s14 = s13*s8;
    const s15 = s13*s9;
    return { a: [s0, s1], y: [s4], loss: Math.pow(s6, 2), delta_o: [s7], delta_h: [s7*s8, s7*s9], gradient_w: [[-s0*s10, -s1*s10]], gradient_v: [[-s11*x[0], -s11*x[1]], [-s12*x[0], -s12*x[1]]], new_w: [[s0*s13 + w[0][0], s1*s13 + w[0][1]]], new_v: [[s14*x[0] + v[0][0], s14*x[1] + v[0][1]], [s15*x[0] + v[1][0], s15*x[1] + v[1][1]]] };
  },
  downhill({ alpha, t, v, w, x }) {
    const s0 = 1/(1 + Math.exp(-v[0][0]*x[0]));
    const s1 = s0*w[0][0];
    const s2 = 1/(1 + Math.exp(-s1));
    const s3 = -s2;
    const s4 = s3 + t[0];
    const s5 = s2*s4*(s3 + 1);
    const s6 = s1*s5*(1 - s0);
    const s7 = s0*s5;
    const s8 = s6*x[0];
    return { a: [s0], y: [s2], loss: Math.pow(s4, 2), delta_o: [s5], delta_h: [s6], gradient_w: [[-2*s7]], gradient_v: [[-2*s8]], new_w: [[alpha*s7 + w[0][0]]], new_v: [[alpha*s8 + v[0][0]]] };
  },
  slope({ s, z }) {
    const s0 = -z;
    const s1 = 1/(Math.exp(s0) + 1);
    const s2 = s1*(1 - s1);
    return { a: s1, slope: s2, tangent: s1 + s2*(s + s0) };
  },
  xor({ alpha, b, t, w, x }) {
    const s0 = 1/(1 + Math.exp(-(b[0][0] + w[0][0][0]*x[0] + w[0][0][1]*x[1])));
    const s1 = s0*w[1][0][0];
    const s2 = 1/(1 + Math.exp(-(b[0][1] + w[0][1][0]*x[0] + w[0][1][1]*x[1])));
    const s3 = s2*w[1][0][1];
    const s4 = 1/(1 + Math.exp(-(b[1][0] + s1 + s3)));
    const s5 = -s4;
    const s6 = s5 + t[0];
    const s7 = alpha*s4*s6*(s5 + 1);
    const s8 = s1*s7*(1 - s0);
    const s9 = s3*s7*(1 - s2);
    return { loss: Math.pow(s6, 2), w: [[[s8*x[0] + w[0][0][0], s8*x[1] + w[0][0][1]], [s9*x[0] + w[0][1][0], s9*x[1] + w[0][1][1]]], [[s0*s7 + w[1][0][0], s2*s7 + w[1][0][1]]]], b: [[b[0][0] + s8, b[0][1] + s9], [b[1][0] + s7]], y: [s4] };
  },
  hasty({ alpha, b, t, w, x }) {
    const s0 = 1/(1 + Math.exp(-(b[0][0] + w[0][0][0]*x[0] + w[0][0][1]*x[1])));
    const s1 = 1/(1 + Math.exp(-(b[0][1] + w[0][1][0]*x[0] + w[0][1][1]*x[1])));
    const s2 = 1/(1 + Math.exp(-(b[1][0] + s0*w[1][0][0] + s1*w[1][0][1])));
    const s3 = -s2;
    const s4 = s3 + t[0];
    const s5 = 1/(1 + Math.exp(-(b[1][1] + s0*w[1][1][0] + s1*w[1][1][1])));
    const s6 = -s5;
    const s7 = s6 + t[1];
    const s8 = s2*s4*(s3 + 1);
    const s9 = s5*s7*(s6 + 1);
    const s10 = s0*(1 - s0);
    const s11 = s10*(s8*w[1][0][0] + s9*w[1][1][0]);
    const s12 = alpha*s11;
    const s13 = s1*(1 - s1);
    const s14 = s13*(s8*w[1][0][1] + s9*w[1][1][1]);
    const s15 = alpha*s14;
    const s16 = alpha*s8;
    const s17 = s0*s16 + w[1][0][0];
    const s18 = s1*s16 + w[1][0][1];
    const s19 = alpha*s9;
    const s20 = s0*s19 + w[1][1][0];
    const s21 = s1*s19 + w[1][1][1];
    const s22 = s10*(s17*s8 + s20*s9);
    const s23 = s13*(s18*s8 + s21*s9);
    const s24 = alpha*s22;
    const s25 = alpha*s23;
    return { loss: Math.pow(s4, 2) + Math.pow(s7, 2), y: [s2, s5], w: [[[s12*x[0] + w[0][0][0], s12*x[1] + w[0][0][1]], [s15*x[0] + w[0][1][0], s15*x[1] + w[0][1][1]]], [[s17, s18], [s20, s21]]], delta: [[s11, s14]], hasty_delta: [[s22, s23]], hasty_w: [[[s24*x[0] + w[0][0][0], s24*x[1] + w[0][0][1]], [s25*x[0] + w[0][1][0], s25*x[1] + w[0][1][1]]]] };
  },
} };

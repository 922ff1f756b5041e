/// Rules of differentiation, one a line, over the same names as the laws of algebra; phi is an unknown function.
enum CalculusLaws {
  static let all = AlgebraLaws.lines(
    """
    diff(f + d, x[j]) = diff(f, x[j]) + diff(d, x[j])
    diff(f + d, s) = diff(f, s) + diff(d, s)
    diff(b0*f, x[j]) = b0*diff(f, x[j])
    diff(f*d, x[j]) = diff(f, x[j])*d + f*diff(d, x[j])
    diff(f*d, A[i,j]) = diff(f, A[i,j])*d + f*diff(d, A[i,j])
    diff(f/fp, s) = (diff(f, s)*fp - f*diff(fp, s))/fp^2
    diff(f^3, x[j]) = 3*f^2*diff(f, x[j])
    diff(exp(f), x[j]) = exp(f)*diff(f, x[j])
    diff(log(fp), x[j]) = diff(fp, x[j])/fp
    diff(sqrt(fp), s) = diff(fp, s)/(2*sqrt(fp))
    diff(phi(f), x[j]) = phi'(f)*diff(f, x[j])
    diff(phi(f*d), s) = phi'(f*d)*(diff(f, s)*d + f*diff(d, s))
    diff(sin(f), s)^2 + diff(cos(f), s)^2 = diff(f, s)^2
    diff(sigmoid(f), s) = sigmoid(f)*(1 - sigmoid(f))*diff(f, s)
    diff(fp^d, s) = fp^d*(diff(d, s)*log(fp) + d*diff(fp, s)/fp)
    diff(sum(i, F[i]), x[j]) = sum(i, diff(F[i], x[j]))
    diff(sum(i, F[i]*G[i]), x[j]) = sum(i, diff(F[i], x[j])*G[i]) + sum(i, F[i]*diff(G[i], x[j]))
    diff(F[i], x[j]) = jac(F, x)[i,j]
    diff(f, x[j]) = grad(f, x)[j]
    diff(tr(C*D), s) = tr(diff(C, s)*D) + tr(C*diff(D, s))
    diff(F'*C*G, s) = diff(F, s)'*C*G + F'*diff(C, s)*G + F'*C*diff(G, s)
    diff(inv(M + s*I), s) = -inv(M + s*I)*inv(M + s*I)
    diff(logdet(S + a*I), a) = tr(inv(S + a*I))
    diff(diff(f, x[i]), x[j]) = diff(diff(f, x[j]), x[i])
    diff(diff(f, x[i]), s) = diff(diff(f, s), x[i])
    diff(diff(f, A[i,j]), x[i]) = diff(diff(f, x[i]), A[i,j])
    hess(f, x)[i,j] = hess(f, x)[j,i]
    hess(f*d, x)[i,j] = hess(f, x)[i,j]*d + diff(f, x[i])*diff(d, x[j]) + diff(f, x[j])*diff(d, x[i]) + f*hess(d, x)[i,j]
    diff(at(f, s = fp), t) = at(diff(f, t), s = fp) + at(diff(f, s), s = fp)*diff(fp, t)
    diff(exp(f)*b0 + f*b0^2, f) = exp(f)*b0 + b0^2
    """)
}

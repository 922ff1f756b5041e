/// True laws, one a line, over names that stand for anything of their kind: f and d are numbers, fp and dp positive ones,
/// F and G vectors, P a vector of positive numbers, C and D square matrices. `RandomNames` gives them random values.
enum AlgebraLaws {
  static let sums = lines(
    """
    sum(i, F[i] + G[i]) = sum(i, F[i]) + sum(i, G[i])
    sum(i, f*F[i]) = f*sum(i, F[i])
    sum(i, f + 0*x[i]) = n*f
    sum(i, sum(j, C[i,j])) = sum(j, sum(i, C[i,j]))
    sum(i, F[i])*sum(j, G[j]) = sum(i, sum(j, F[i]*G[j]))
    sum(i, delta(i,j)*F[i]) = F[j]
    sum(j, delta(i,j)*C[j,i]) = C[i,i]
    delta(i,j)*C[i,j] = delta(i,j)*C[j,i]
    delta(i,j)*exp(F[i]) = delta(i,j)*exp(F[j])
    delta(i,j)^2*f*x[i] = delta(i,j)*f*x[j]
    sum(j != i, F[j]) = sum(j, F[j]) - F[i]
    sum(i, F[i])^2 = sum(i, F[i]^2) + sum(i, sum(j != i, F[i]*F[j]))
    sum(i, F[i] - mean(F)) = 0
    sum(i, (F[i] - mean(F))^2) = sum(i, F[i]^2) - n*mean(F)^2
    sum(i, sum(j, (F[i] - F[j])^2)) = 2*n*sum(i, F[i]^2) - 2*sum(i, F[i])^2
    sum(i, sum(j, (F[i] - F[j])*fp)) = 0
    sum(i, cases(i = j: F[i], else: G[i])) = F[j] - G[j] + sum(i, G[i])
    prod(i, exp(F[i])) = exp(sum(i, F[i]))
    prod(i, dp*P[i]) = dp^n*prod(i, P[i])
    log(prod(i, P[i])) = sum(i, log(P[i]))
    sum(i, p[i]*(f + F[i])) = f + sum(i, p[i]*F[i])
    sum(i, h[i]*F[i])*sum(i, h[i]*G[i]) = sum(i, h[i]*F[i]*G[i])
    exp(sum(i, h[i]*F[i])) = sum(i, h[i]*exp(F[i]))
    h[i]*h[j]*f = delta(i,j)*h[i]*f
    z[i]^3*F[i] = z[i]*F[i]
    g[i]^3*F[i] = F[i]*g[i]
    """)

  static let functions = lines(
    """
    exp(f + d) = exp(f)*exp(d)
    exp(f - d) = exp(f)/exp(d)
    exp(2*f) = exp(f)^2
    exp(-f)*exp(f) = 1
    log(fp*dp) = log(fp) + log(dp)
    log(fp/dp) = log(fp) - log(dp)
    log(exp(f)) = f
    exp(log(fp)) = fp
    exp(f*log(fp)) = fp^f
    fp^f*fp^d = fp^(f + d)
    (fp*dp)^f = fp^f*dp^f
    (fp^f)^2 = fp^(2*f)
    sqrt(fp*dp) = sqrt(fp)*sqrt(dp)
    sqrt(fp)^2*f = fp*f
    sqrt(fp^2) = fp
    sigmoid(f) + sigmoid(-f) = 1
    sigmoid(f) = 1/(1 + exp(-f))
    softplus(f) - softplus(-f) = f
    tanh(f) = 2*sigmoid(2*f) - 1
    cosh(f)^2 - sinh(f)^2 = 1
    softmax(F)[i]*sum(j, exp(F[j])) = exp(F[i])
    sum(i, softmax(F)[i]) = 1
    logsumexp(F) = log(sum(i, exp(F[i])))
    sum(i, exp(F[i] + f)) = exp(f)*sum(i, exp(F[i]))
    """)

  static let fractions = lines(
    """
    f/fp + d/dp = (f*dp + d*fp)/(fp*dp)
    (f + d)^2 = f^2 + 2*f*d + d^2
    (f + d)^3 - (f - d)^3 = 6*f^2*d + 2*d^3
    f*fp/fp = f
    1/(1/fp + 1/dp) = fp*dp/(fp + dp)
    f/(fp + dp)*fp + f/(fp + dp)*dp = f
    1 - fp/(fp + dp) = dp/(fp + dp)
    (fp^2 - dp^2)/(fp + dp) = fp - dp
    sum(i, F[i]/fp) = sum(i, F[i])/fp
    sum(i, F[i]/sum(j, P[j])*fp) = fp/sum(j, P[j])*sum(i, F[i])
    sum(i, P[i]/sum(j, P[j])) = 1
    """)

  static let pieces = lines(
    """
    abs(-f) = abs(f)
    abs(f)^2 = f^2
    abs(f) = f*sign(f)
    sign(f)*abs(f) = f
    sign(f)^3 = sign(f)
    max(f, d) + min(f, d) = f + d
    max(f, d) = max(d, f)
    max(f, d) = -min(-f, -d)
    max(f, d) + s = max(f + s, d + s)
    relu(f) - relu(-f) = f
    relu(f)*relu(-f) = 0
    cases(f > 0: d, else: s) = cases(f <= 0: s, else: d)
    t*cases(f > 0: d, else: s) = cases(f > 0: t*d, else: t*s)
    x[i]*cases(i = j: f, else: d) = x[i]*d + x[j]*delta(i,j)*(f - d)
    cases(f > 0: f, else: -f) = abs(f)
    """)

  static let matrices = lines(
    """
    tr(C*D) = tr(D*C)
    tr(C') = tr(C)
    (C*D)' = D'*C'
    (C + D)^2 = C^2 + C*D + D*C + D^2
    F'*C*G = G'*C'*F
    F'*G = tr(F*G')
    C*(F + G) = C*F + C*G
    (F*G')*F = (G'*F)*F
    sum(i, C[i,i]*F[i]) = tr(C*diag(F))
    x'*S*y = y'*S*x
    inv(M)*M*C = C
    M*C*inv(M)*M = M*C
    inv(M*N) = inv(N)*inv(M)
    inv(M') = inv(M)'
    inv(fp*M) = inv(M)/fp
    F'*inv(S)*G = G'*inv(S)*F
    Q*Q'*C = C
    (Q*F)'*(Q*G) = F'*G
    inv(Q) = Q'
    inv(M) - inv(N) = inv(M)*(N - M)*inv(N)
    det(M*N) = det(M)*det(N)
    det(fp*M) = fp^n*det(M)
    det(C') = det(C)
    logdet(inv(S)) = -logdet(S)
    inv(S + a*I)*(S + a*I) = I
    inv(I + M*N)*M = M*inv(I + N*M)
    (X*X' + fp*I)*X = X*(X'*X + fp*I)
    tr(inv(M)*C*M) = tr(C)
    """)

  /// True, but not proved for every value of the names: what is proved of their mutants must be true nevertheless.
  static let partlyProved = lines(
    """
    prod(i, F[i]*G[i]) = prod(i, F[i])*prod(i, G[i])
    sqrt(f^2) = abs(f)
    abs(f*d) = abs(f)*abs(d)
    sign(fp*f) = sign(f)
    max(f, d) - min(f, d) = abs(f - d)
    max(fp*f, fp*d) = fp*max(f, d)
    inv(S + fp*I)*(S + fp*I) = I
    """)

  /// False lines: what a rule would prove that forgets one of its conditions.
  static let traps = lines(
    """
    sum(i, Q[i,j]*Q[i,k]*F[i]) = delta(j,k)*sum(i, F[i])
    sum(i, Q[i,j]^2*F[i]) = sum(i, F[i])
    sum(i, Q[i,j]*Q[j,i]) = 1
    sum(i, sum(j, Q[i,j]*Q[i,j])) = 1
    ones'*Q'*Q*ones = 1
    Q*Q = I
    sum(j, inv(M)[i,j]*M[j,k]*F[j]) = delta(i,k)*sum(j, F[j])
    sum(j, inv(M)[i,j]*M[j,j]) = 1
    sum(j, inv(M)[i,j]*M[k,j]) = delta(i,k)
    sum(i, sum(j, sum(k, inv(M)[i,j]*M[k,i]))) = 1
    inv(M) = inv(M)'
    inv(M + N) = inv(M) + inv(N)
    inv(M*N) = inv(M)*inv(N)
    det(M + N) = det(M) + det(N)
    det(2*M) = 2*det(M)
    x'*M*y = y'*M*x
    tr(M*N*A) = tr(N*M*A)
    sum(i, p[i]*F[i])*sum(i, p[i]*G[i]) = sum(i, p[i]*F[i]*G[i])
    exp(sum(i, p[i]*F[i])) = sum(i, p[i]*exp(F[i]))
    p[i]*p[j] = delta(i,j)*p[i]
    p[i]^2 = p[i]
    sum(i, p[i]*F[i]) = sum(i, F[i])
    sum(i, p[i]^2) = 1
    sum(i, h[i]*h[j]) = 1
    sum(i, z[i]) = 1
    z[i]*z[j] = delta(i,j)*z[i]
    g[i]^2*F[i] = g[i]*F[i]
    g[i]*g[j] = 1
    sqrt(s^2) = s
    sqrt(s^2*t^2) = s*t
    sqrt(s^4*t^2)*a = s^2*t*a
    (s^6)^(1/2) = s^3
    log(s^2 + 1 - 1)/2 = log(abs(s))*sign(s)
    sign(s)^2 = 1
    sign(s)*s = s
    step(s)*step(t) = step(s*t)
    abs(s + t) = abs(s) + abs(t)
    max(s*t, s*a) = s*max(t, a)
    max(s, t)*max(s, t) = max(s^2, t^2)
    exp(s*t) = exp(s)*exp(t)
    exp(s)^2 = exp(s^2)
    delta(i,j)*F[i] = F[j]
    (x[i]*delta(i,j))^2 = x[i]*delta(i,j)
    sum(i, sum(j, delta(i,j)*F[i])) = n*sum(i, F[i])
    sum(i, sum(j, sum(k, delta(i,j)*delta(j,k)*F[k]))) = n*sum(i, F[i])
    sum(i, sum(j != i, F[j])) = sum(j, F[j])
    sum(i < j, x[i]*y[j]) = (sum(x)*sum(y) - x'*y)/2
    sum(i, x[i]*sum(i, y[i])) = sum(i, x[i]*y[i])
    prod(i, s*x[i]) = s*prod(i, x[i])
    (s + t)^2 = s^2 + t^2
    1/(a + b) = 1/a + 1/b
    a/(a + b) = b/(a + b)
    A*B = B*A
    (A*B)' = A'*B'
    """)

  static let proved = sums + functions + fractions + pieces + matrices
  static let all = proved + partlyProved

  static func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }
}

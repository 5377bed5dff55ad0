namespace Aether.Admin.Contracts;

/// <summary>Why something was not done.</summary>
/// <param name="Code">For programs: see <see cref="ProblemCodes"/>.</param>
/// <param name="Message">For people.</param>
public sealed record ProblemView(string Code, string Message);

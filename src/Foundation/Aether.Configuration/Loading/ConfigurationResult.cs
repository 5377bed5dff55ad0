namespace Aether.Configuration.Loading;

/// <summary>A configuration, or everything that is wrong with it.</summary>
public sealed record ConfigurationResult(LoadedConfiguration? Configuration, IReadOnlyList<ConfigurationProblem> Problems);

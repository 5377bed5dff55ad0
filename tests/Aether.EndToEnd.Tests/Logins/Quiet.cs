namespace Aether.EndToEnd.Tests.Logins;

/// <summary>Tests that measure milliseconds run when no other does.</summary>
[CollectionDefinition(nameof(Quiet), DisableParallelization = true)]
public sealed class Quiet;

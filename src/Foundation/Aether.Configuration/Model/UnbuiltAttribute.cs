namespace Aether.Configuration.Model;

/// <summary>An enum value that is valid but whose engine does not exist yet.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class UnbuiltAttribute : Attribute;

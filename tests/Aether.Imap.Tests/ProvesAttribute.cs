namespace Aether.Imap.Tests;

/// <summary>The capabilities that a test class proves. <see cref="Session.CapabilityTests"/> wants one for each that is told.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ProvesAttribute(params string[] capabilities) : Attribute
{
    public IReadOnlyList<string> Capabilities { get; } = capabilities;
}

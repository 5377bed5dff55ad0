namespace Aether.Configuration.Loading;

/// <summary>One value as <c>config show</c> prints it.</summary>
public sealed record ShownSetting(string Key, string Value, ConfigurationSource Source);

using Aether.Configuration.Loading;

namespace Aether.Configuration.Tests;

/// <summary>A folder of its own for one test, with an <c>aether.json</c> in it.</summary>
internal sealed class ConfigurationFolder : IDisposable
{
    public ConfigurationFolder(string? json = null)
    {
        if (json is not null)
            File.WriteAllText(System.IO.Path.Combine(Path, "aether.json"), json);
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("aether-configuration-").FullName;

    public ConfigurationResult Load(params (string Name, string Value)[] environment) => Load(null, environment);

    public ConfigurationResult Load(string? file, (string Name, string Value)[] environment) =>
        ConfigurationLoader.Load(new ConfigurationInputs(file, environment.ToDictionary(pair => pair.Name, pair => pair.Value), Path));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

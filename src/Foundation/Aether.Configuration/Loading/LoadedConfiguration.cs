using System.Text.Json.Nodes;
using Aether.Configuration.Model;
using Aether.Configuration.Schema;

namespace Aether.Configuration.Loading;

/// <summary>A valid configuration, and where each value came from.</summary>
public sealed class LoadedConfiguration
{
    private readonly IReadOnlyDictionary<string, ConfigurationSource> sources;

    internal LoadedConfiguration(AetherSettings settings, string? file, string folder, IReadOnlyDictionary<string, ConfigurationSource> sources)
    {
        Settings = settings;
        File = file;
        DataFolder = Path.GetFullPath(settings.Data, folder);
        this.sources = sources;
        Unbuilt = UnbuiltParts.Find(settings, sources);
    }

    public AetherSettings Settings { get; }

    /// <summary>The file that was read, or null when there is none.</summary>
    public string? File { get; }

    /// <summary>The data folder as a full path.</summary>
    public string DataFolder { get; }

    /// <summary>What is asked for but does not exist yet: it opens nothing, and is named in one warning.</summary>
    public IReadOnlyList<string> Unbuilt { get; }

    /// <summary>Paths in the configuration lie under the data folder.</summary>
    public string PathOf(string path) => Path.GetFullPath(path, DataFolder);

    /// <summary>Every single value with its key and source, secrets masked.</summary>
    public IEnumerable<ShownSetting> Show() => SettingWalk.Leaves(SettingModel.Root, Settings)
        .Select(leaf => new ShownSetting(leaf.Path, leaf.Shown, sources.GetValueOrDefault(leaf.Path)));

    /// <summary>The whole configuration as JSON, secrets masked.</summary>
    public JsonNode ToJson() => SettingJson.Write(SettingModel.Root, Settings)!;
}

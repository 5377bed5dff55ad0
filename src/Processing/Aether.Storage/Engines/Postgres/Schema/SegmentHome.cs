using System.Text;
using Aether.Storage.Durability;
using Npgsql;

namespace Aether.Storage.Engines.Postgres.Schema;

/// <summary>
/// Which data folder holds the segments that rows of a database point into. Another folder has other octets under the same
/// numbers, so a node with another folder may work on the database only where all large bodies are objects.
/// </summary>
internal static class SegmentHome
{
    private const string FileName = "folder.id";

    /// <summary>Makes this folder the home, if there is none and it will get segments.</summary>
    /// <exception cref="StoreOpenException">Another folder is.</exception>
    public static void Claim(NpgsqlConnection db, StoreContext context, string place)
    {
        bool writes = context.Options.BlobsUrl == "local:";
        using var ask = new NpgsqlCommand("SELECT EXISTS (SELECT FROM segment WHERE state < 2)", db);
        if (!writes && ask.ExecuteScalar() is false)
            return;

        string id = ReadOrMake(context.Disk, context.Options.Data);
        using var claim = new NpgsqlCommand("INSERT INTO segment_home (folder) VALUES ($1) ON CONFLICT DO NOTHING", db) { Parameters = { new() { Value = id } } };
        claim.ExecuteNonQuery();
        using var read = new NpgsqlCommand("SELECT folder FROM segment_home", db);
        if (read.ExecuteScalar() as string != id)
        {
            throw new StoreOpenException(StoreOpenFailure.NoAccess, $"Large bodies of {place} lie in the data folder of another node. For more than one node "
                + "set blobs.url to a bucket; bodies that are in a folder already move with 'aether backup' and 'aether restore'.");
        }
    }

    private static string ReadOrMake(IDisk disk, string folder)
    {
        string path = Path.Combine(folder, FileName);
        Span<byte> text = stackalloc byte[32];
        using (var there = disk.OpenRead(path))
        {
            if (there is not null && there.Read(text, 0) == text.Length)
                return Encoding.ASCII.GetString(text);
        }

        string id = Guid.NewGuid().ToString("N");
        string made = path + ".new";
        if (File.Exists(made))
            disk.Delete(made);
        using (var file = disk.Create(made))
        {
            file.Write(Encoding.ASCII.GetBytes(id), 0);
            file.Sync();
        }
        disk.Rename(made, path);
        disk.SyncFolder(folder);
        return id;
    }
}

using System.Buffers;
using System.Text;
using Aether.Mime.Structure;

namespace Aether.Mime.Scanning;

/// <summary>Packs the parts of a scan for <see cref="PartIndex"/>: some 8 octets a part.</summary>
internal static class PartIndexWriter
{
    public static void Write(IBufferWriter<byte> target, List<Entity> entities)
    {
        target.Write([PartIndex.Version]);
        VarInt.Write(target, entities.Count);
        long position = 0;
        foreach (var entity in entities)
        {
            target.Write([(byte)((int)entity.Kind | ((int)entity.Encoding << 3))]);
            VarInt.Write(target, entity.HeaderStart - position);
            VarInt.Write(target, entity.BodyStart - entity.HeaderStart);
            VarInt.Write(target, entity.BodyEnd - entity.BodyStart);
            VarInt.Write(target, entity.Lines);
            VarInt.Write(target, entity.Children);
            VarInt.Write(target, entity.Charset.Length);
            target.Write(Encoding.Latin1.GetBytes(entity.Charset));
            position = entity.BodyStart;
        }
    }
}

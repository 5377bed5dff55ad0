using Aether.Storage.Accounts;
using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Grants;

namespace Aether.Storage.Engines.Postgres.Grants;

/// <summary>Inserts a program that waits.</summary>
internal sealed class AddDeviceExecutor : PostgresExecutor<AddDevice, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, AddDevice op) => batch.Call("add_device", 6)
        .Add(op.Device.Id).Add(op.Device.UserCode).Add(op.Device.Client).Add(op.Device.Until.ToUnixTimeSeconds()).Add(op.Now.ToUnixTimeSeconds()).Add(op.Most);

    protected override DirectoryResult Read(PostgresAnswer answer, AddDevice op) => answer.Named<DirectoryResult>(0);
}

/// <summary>Writes down what the user of a waiting program said.</summary>
internal sealed class DecideDeviceExecutor : PostgresExecutor<DecideDevice, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, DecideDevice op) => batch.Call("decide_device", 9)
        .Add(op.UserCode).Add(op.Now.ToUnixTimeSeconds()).Add(op.Grant?.Id).Add(op.Grant?.Account.Value).Add(op.Grant?.Client).Add(op.Grant?.Epoch)
        .Add(op.Grant?.Created.ToUnixTimeSeconds()).Add(op.Grant?.Until.ToUnixTimeSeconds()).Add(op.Most);

    protected override DirectoryResult Read(PostgresAnswer answer, DecideDevice op) => answer.Named<DirectoryResult>(0);
}

/// <summary>Tells a waiting program how it stands; where it has its grant, it waits no more.</summary>
internal sealed class PollDeviceExecutor : PostgresExecutor<PollDevice, DeviceAnswer>
{
    protected override void Add(PostgresBatch batch, PollDevice op) => batch.Call("poll_device", 5)
        .Add(op.Id).Add(op.Client).Add(op.Now.ToUnixTimeSeconds()).Add(op.Now.ToUnixTimeMilliseconds()).Add((op.Now - op.Interval).ToUnixTimeMilliseconds());

    protected override DeviceAnswer Read(PostgresAnswer answer, PollDevice op) => new(answer.Named<DeviceStatus>(0), answer.TextOrNull(1));
}

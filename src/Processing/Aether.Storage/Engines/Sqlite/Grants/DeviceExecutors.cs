using Aether.Storage.Accounts;
using Aether.Storage.Grants;

namespace Aether.Storage.Engines.Sqlite.Grants;

/// <summary>Inserts a program that waits.</summary>
internal sealed class AddDeviceExecutor : SqliteExecutor<AddDevice, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, AddDevice op)
    {
        db.Prepare("DELETE FROM oauth_device WHERE until <= ?").Bind(op.Now.ToUnixTimeSeconds()).Run();
        using (var count = db.Prepare("SELECT count(*) FROM oauth_device"))
        {
            if (count.Step() && count.Long(0) >= op.Most)
                return DirectoryResult.NotEmpty;
        }
        db.Prepare("INSERT OR IGNORE INTO oauth_device (id, user_code, client, until) VALUES (?, ?, ?, ?)")
            .Bind(op.Device.Id).Bind(op.Device.UserCode).Bind(op.Device.Client).Bind(op.Device.Until.ToUnixTimeSeconds()).Run();
        return db.Changes == 1 ? DirectoryResult.Done : DirectoryResult.AlreadyExists;
    }
}

/// <summary>Writes down what the user of a waiting program said.</summary>
internal sealed class DecideDeviceExecutor : SqliteExecutor<DecideDevice, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, DecideDevice op)
    {
        using (var find = db.Prepare("SELECT client FROM oauth_device WHERE user_code = ? AND until > ? AND state = 0").Bind(op.UserCode).Bind(op.Now.ToUnixTimeSeconds()))
        {
            if (!find.Step() || (op.Grant is { } wanted && find.Text(0) != wanted.Client))
                return DirectoryResult.NotFound;
        }
        if (op.Grant is null)
        {
            db.Prepare("UPDATE oauth_device SET state = 2 WHERE user_code = ?").Bind(op.UserCode).Run();
            return DirectoryResult.Done;
        }
        var result = AddGrantExecutor.Add(db, op.Grant, null, op.Most);
        if (result is DirectoryResult.Done)
            db.Prepare("UPDATE oauth_device SET state = 1, grant_id = ? WHERE user_code = ?").Bind(op.Grant.Id).Bind(op.UserCode).Run();
        return result;
    }
}

/// <summary>Tells a waiting program how it stands; where it has its grant, it waits no more.</summary>
internal sealed class PollDeviceExecutor : SqliteExecutor<PollDevice, DeviceAnswer>
{
    protected override DeviceAnswer Execute(SqliteWrite db, PollDevice op)
    {
        long state;
        long polled;
        string? grant;
        using (var find = db.Prepare("SELECT state, polled, grant_id FROM oauth_device WHERE id = ? AND client = ? AND until > ?").Bind(op.Id).Bind(op.Client).Bind(op.Now.ToUnixTimeSeconds()))
        {
            if (!find.Step())
                return new DeviceAnswer(DeviceStatus.Expired);
            (state, polled, grant) = (find.Long(0), find.Long(1), find.TextOrNull(2));
        }
        if (state == 0)
        {
            db.Prepare("UPDATE oauth_device SET polled = ? WHERE id = ?").Bind(op.Now.ToUnixTimeMilliseconds()).Bind(op.Id).Run();
            return new DeviceAnswer(polled > (op.Now - op.Interval).ToUnixTimeMilliseconds() ? DeviceStatus.SlowDown : DeviceStatus.Pending);
        }
        db.Prepare("DELETE FROM oauth_device WHERE id = ?").Bind(op.Id).Run();
        if (state == 2)
            return new DeviceAnswer(DeviceStatus.Denied);
        db.Prepare("UPDATE oauth_grant SET generation = 1, rotated = ? WHERE id = ? AND generation = 0").Bind(op.Now.ToUnixTimeSeconds()).Bind(grant).Run();
        return db.Changes == 1 ? new DeviceAnswer(DeviceStatus.Granted, grant) : new DeviceAnswer(DeviceStatus.Expired);
    }
}

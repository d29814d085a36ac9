"""What can be wrong with the station itself and with its network."""

from __future__ import annotations

from app.ui.messages_remedy import MEND_FILE, RETRIES, TELL_LEAD, Fault
from app.ui.messages_text import Text

MEND_NAMED = Text(
    "Mend the named file, then start again. Without set-up.toml the set-up begins anew.",
    "请修改所指出的文件后重新启动；删除 set-up.toml 可重新设置。",
)

STATION: dict[str, Fault] = {
    "settings": Fault(Text("The station's settings cannot be used.", "工位设置无法使用。"), MEND_NAMED),
    "settings.not_toml": Fault(Text("The settings file is not written correctly.", "设置文件格式有误。"), MEND_NAMED),
    "settings.unreadable": Fault(
        Text("The settings file cannot be read.", "设置文件无法读取。"),
        Text("Check that the file may be read and is saved as UTF-8.", "请检查文件权限，并以 UTF-8 编码保存。"),
    ),
    "settings.unknown_key": Fault(Text("The settings name something unknown.", "设置中有无法识别的项目。"), MEND_NAMED),
    "settings.wrong_type": Fault(Text("A setting has the wrong kind of value.", "某项设置的类型不正确。"), MEND_NAMED),
    "settings.wrong_value": Fault(
        Text("A setting has a value that is not offered.", "某项设置的取值无效。"), MEND_NAMED
    ),
    "store": Fault(
        Text("The station's database has a problem.", "工位数据库出现问题。"),
        Text("Stop packing and tell the shift lead.", "请停止打包并告知班组长。"),
    ),
    "store.full": Fault(
        Text("The disk is full. Nothing more can be saved.", "磁盘已满，无法继续保存。"),
        Text(
            "Free some space, then scan again. What was counted is safe.",
            "请清理磁盘后重新扫描；已计数的内容不会丢失。",
        ),
    ),
    "store.broken": Fault(
        Text("The database file is damaged.", "数据库文件已损坏。"),
        Text("Stop packing. The lead restores the newest backup.", "请停止打包，由班组长恢复最近的备份。"),
    ),
    "store.conflict": Fault(
        Text("The database refused a step that must not be.", "数据库拒绝了一次不允许的操作。"),
        Text("Stop packing and tell the shift lead.", "请停止打包并告知班组长。"),
    ),
    "store.newer": Fault(
        Text("The database was made by a newer Packbench.", "数据库由更新版本的 Packbench 创建。"),
        Text(
            "Install the newest version on this station. Nothing was changed.", "请在本工位安装最新版本；数据未被改动。"
        ),
    ),
    "store.not_ours": Fault(
        Text(
            "The file in the station's folder is not a Packbench database.", "工位文件夹中的文件不是 Packbench 数据库。"
        ),
        Text("Move it away, or start with another folder.", "请移走该文件，或改用其他文件夹启动。"),
    ),
    "store.unwritable": Fault(
        Text("The station's folder cannot be written.", "工位文件夹无法写入。"),
        Text("Check its permissions and that the disk is not read-only.", "请检查权限以及磁盘是否只读。"),
    ),
    "store.busy": Fault(Text("The database is busy for too long.", "数据库长时间被占用。"), RETRIES),
    "store.sqlite_too_old": Fault(
        Text("The SQLite on this machine is too old and could damage data.", "本机的 SQLite 版本过旧，可能损坏数据。"),
        Text("Install Packbench again with its own packages.", "请连同其组件重新安装 Packbench。"),
    ),
    "station": Fault(Text("The station could not be opened.", "工位无法打开。"), TELL_LEAD),
    "station.second_instance": Fault(
        Text("Packbench is already open for this station.", "本工位的 Packbench 已经打开。"),
        Text("Go on in the other window. It may be minimized.", "请使用已打开的窗口，它可能被最小化了。"),
    ),
    "keys": Fault(Text("The station's key cannot be used.", "工位密钥无法使用。"), TELL_LEAD),
    "keys.no_keyring": Fault(
        Text("This machine has no keyring for the station's key.", "本机没有可存放工位密钥的钥匙串。"),
        Text(
            'Set one up, or allow a key file: key_storage = "file" under [station] in station.toml.',
            '请启用钥匙串；或在 station.toml 的 [station] 下写 key_storage = "file"。',
        ),
    ),
    "keys.lost": Fault(
        Text("The key for this database is missing.", "找不到此数据库的密钥。"),
        Text(
            "Restore the key from its backup; without it, addresses stay closed.",
            "请从备份恢复密钥，否则收件信息无法读取。",
        ),
    ),
    "keys.wrong_key": Fault(
        Text("The key does not fit this database.", "密钥与此数据库不匹配。"),
        Text("Restore the right key from its backup.", "请从备份恢复正确的密钥。"),
    ),
    "simulator.port": Fault(
        Text("The simulator cannot have this port.", "模拟器无法使用此端口。"),
        Text("End the other program, or give another one with --port.", "请关闭占用的程序，或用 --port 指定其他端口。"),
    ),
    "bug": Fault(
        Text("The program made a mistake of its own.", "程序自身出错。"),
        Text("Nothing was lost. Tell the shift lead.", "数据没有丢失，请告知班组长。"),
    ),
}

NETWORK: dict[str, Fault] = {
    "http": Fault(Text("The network has a problem.", "网络异常。"), RETRIES),
    "http.connect": Fault(Text("The carrier cannot be reached.", "连接不到快递平台。"), RETRIES),
    "http.timeout": Fault(Text("The carrier did not answer in time.", "快递平台响应超时。"), RETRIES),
    "http.broken": Fault(Text("The connection to the carrier broke off.", "与快递平台的连接中断。"), RETRIES),
    "http.frozen": Fault(
        Text("Too many calls failed, so calls pause for a while.", "失败次数过多，暂停调用。"), RETRIES
    ),
    "carriers.bad": Fault(
        Text(
            "The carriers' file is wrong; the one that came with the product is used.",
            "快递单号规则文件有误，已改用自带文件。",
        ),
        Text("Mend the named file, line and column.", "请修改所指出的文件、行和列。"),
    ),
    "http.tls": Fault(
        Text("The carrier's certificate is not trusted.", "快递平台的证书不受信任。"),
        Text("Check the machine's clock and the network's proxy.", "请检查本机时间和网络代理。"),
    ),
    "http.unreadable": Fault(Text("The carrier's answer could not be read.", "无法识别快递平台的应答。"), RETRIES),
    "http.proxy": Fault(
        Text("The network's proxy refuses the way to the carrier.", "网络代理拒绝连接快递平台。"),
        Text("The lead checks the proxy's address and account.", "请班组长检查代理地址和账号。"),
    ),
    "http.url": Fault(
        Text("The carrier's address in the settings is not one.", "设置中的快递平台地址无效。"), MEND_FILE
    ),
    "http.plain": Fault(
        Text("The carrier's address is not encrypted (http).", "快递平台地址未加密（http）。"),
        Text("Use an https address in station.toml.", "请在 station.toml 中使用 https 地址。"),
    ),
    "http.401": Fault(Text("The carrier does not accept this account.", "快递平台不接受此账号。"), TELL_LEAD),
    "http.403": Fault(
        Text("The carrier does not allow this account to do that.", "快递平台拒绝了此账号的操作。"), TELL_LEAD
    ),
    "http.429": Fault(Text("The carrier asks for a slower pace.", "快递平台要求降低频率。"), RETRIES),
    "http.500": Fault(Text("The carrier has a fault of its own.", "快递平台内部出错。"), RETRIES),
    "http.503": Fault(Text("The carrier is out of service for now.", "快递平台暂停服务。"), RETRIES),
}
